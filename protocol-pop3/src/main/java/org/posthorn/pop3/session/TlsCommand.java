package org.posthorn.pop3.session;

import java.io.IOException;
import org.posthorn.pop3.command.Replies;
import org.posthorn.pop3.session.Pop3State.Authorization;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// STLS (RFC 2595 §4). Stateless.
///
/// Nothing that was known before survives, not a USER command, not what the client sent behind
/// STLS.
record TlsCommand() {
  private static final Logger LOG = LoggerFactory.getLogger(TlsCommand.class);

  Step run(Authorization state, Conversation talk) throws IOException {
    if (talk.connection().isTls()) {
      return new Step(state, Replies.TLS_ACTIVE);
    }
    if (!talk.connection().canStartTls()) {
      return new Step(state, Replies.NO_TLS);
    }
    return switch (state.text()) {
      case UTF8 -> new Step(state, Replies.TLS_AFTER_UTF8); // RFC 6856 §2.1
      case ASCII -> begin(talk);
    };
  }

  private static Step begin(Conversation talk) throws IOException {
    talk.send(Replies.BEGIN_TLS);
    int dropped = talk.connection().startTls();
    if (dropped > 0) {
      LOG.atWarn().addKeyValue("octets", dropped).log("commands behind STLS thrown away");
    }
    return Step.silent(Pop3State.start());
  }
}
