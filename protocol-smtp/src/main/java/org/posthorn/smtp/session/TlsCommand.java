package org.posthorn.smtp.session;

import java.io.IOException;
import org.posthorn.smtp.command.Replies;
import org.posthorn.smtp.transaction.Identity;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// STARTTLS (RFC 3207 §4). Stateless.
///
/// Nothing that was known before survives, not the EHLO name, not a login, not what the client sent
/// behind the command (RFC 3207 §4.2).
record TlsCommand() {
  private static final Logger LOG = LoggerFactory.getLogger(TlsCommand.class);

  Step run(SmtpState state, Conversation talk) throws IOException {
    if (talk.connection().isTls()) {
      return new Step(state, Replies.ALREADY_TLS);
    }
    if (!talk.connection().canStartTls()) {
      return new Step(state, Replies.NOT_OFFERED);
    }
    return switch (state) {
      case SmtpState.Greeted _ -> new Step(state, talk.helloFirst());
      case SmtpState.Ready(Identity identity) when !identity.extended() ->
          new Step(state, talk.helloFirst());
      case SmtpState.Ready _ -> begin(talk);
      case SmtpState.MailGiven _, SmtpState.RcptGiven _, SmtpState.Chunking _ ->
          new Step(state, Replies.NOT_IN_TRANSACTION);
    };
  }

  private static Step begin(Conversation talk) throws IOException {
    talk.send(Replies.READY_FOR_TLS);
    int dropped = talk.connection().startTls();
    if (dropped > 0) {
      LOG.atWarn().addKeyValue("octets", dropped).log("commands behind STARTTLS thrown away");
    }
    talk.tlsBegan();
    return Step.silent(new SmtpState.Greeted());
  }
}
