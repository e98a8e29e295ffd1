package org.posthorn.smtp.session;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.posthorn.smtp.command.Replies;
import org.posthorn.smtp.command.Reply;
import org.posthorn.smtp.command.SmtpCommand.Ehlo;
import org.posthorn.smtp.command.SmtpCommand.Expn;
import org.posthorn.smtp.command.SmtpCommand.Helo;
import org.posthorn.smtp.command.SmtpCommand.Help;
import org.posthorn.smtp.command.SmtpCommand.Lhlo;
import org.posthorn.smtp.command.SmtpCommand.Noop;
import org.posthorn.smtp.command.SmtpCommand.Quit;
import org.posthorn.smtp.command.SmtpCommand.SessionCommand;
import org.posthorn.smtp.command.SmtpCommand.Vrfy;
import org.posthorn.smtp.command.Verb;
import org.posthorn.smtp.policy.CheckList.Outcome;
import org.posthorn.smtp.policy.SmtpPolicy;
import org.posthorn.smtp.transaction.Identity;
import org.posthorn.smtp.transaction.Role;

/// EHLO, HELO, LHLO, NOOP, HELP, VRFY, EXPN, QUIT: allowed in every state. Stateless.
///
/// @param policy the checks behind EHLO and HELO
/// @param auth says which mechanisms EHLO offers
/// @param handling says which wishes EHLO offers
record SessionCommands(SmtpPolicy policy, AuthCommands auth, HandlingOffer handling) {

  Step run(SmtpState state, SessionCommand command, Conversation talk) {
    return switch (command) {
      case Ehlo(String name) -> isLmtp(talk) ? onlyLhlo(state) : hello(state, name, true, talk);
      case Helo(String name) -> isLmtp(talk) ? onlyLhlo(state) : hello(state, name, false, talk);
      case Lhlo(String name) ->
          isLmtp(talk) ? hello(state, name, true, talk) : new Step(state, Replies.UNKNOWN_COMMAND);
      case Noop() -> new Step(state, Replies.OK);
      case Help(Optional<Verb> topic) -> new Step(state, help(topic));
      // RFC 5321 §7.3: an address is confirmed to nobody.
      case Vrfy() ->
          new Step(state, talk.settings().vrfy() ? Replies.CANNOT_VERIFY : Replies.NOT_OFFERED);
      case Expn() -> new Step(state, Replies.NOT_OFFERED);
      case Quit() -> {
        talk.connection().close();
        yield new Step(state.withoutTransaction(), Replies.BYE);
      }
    };
  }

  private static boolean isLmtp(Conversation talk) {
    return talk.settings().role() == Role.LMTP;
  }

  /// RFC 2033 §4.1: never a positive answer, so that nobody takes this for SMTP.
  private static Step onlyLhlo(SmtpState state) {
    return new Step(state, Replies.ONLY_LHLO);
  }

  private Step hello(SmtpState state, String name, boolean extended, Conversation talk) {
    Identity identity = new Identity(name, extended, state.who().flatMap(Identity::principal));
    var outcome =
        policy.helo().evaluate(new SmtpPolicy.AtHelo(talk.client(), identity, talk.scope()));
    if (outcome instanceof Outcome.Refused(Reply reply, String check)) {
      TransactionCommands.logRefusal(reply, check, "helo", name);
      return new Step(state, reply);
    }
    // RFC 5321 §4.1.4: as if RSET had been given.
    SmtpState ready = new SmtpState.Ready(identity);
    String host = talk.settings().hostname();
    return new Step(
        ready, extended ? Replies.extensions(extensions(identity, talk)) : Replies.hello(host));
  }

  private List<String> extensions(Identity identity, Conversation talk) {
    SmtpSettings settings = talk.settings();
    List<String> lines = new ArrayList<>();
    lines.add(settings.hostname());
    lines.add("PIPELINING"); // RFC 2920
    lines.add("SIZE " + settings.maxMessageSize()); // RFC 1870
    if (talk.connection().canStartTls()) {
      lines.add("STARTTLS"); // RFC 3207 §4
    }
    if (identity.principal().isEmpty()) {
      auth.offer(talk).ifPresent(names -> lines.add("AUTH " + names)); // RFC 4954 §3
    }
    lines.add("ENHANCEDSTATUSCODES"); // RFC 2034
    lines.add("8BITMIME"); // RFC 6152
    if (settings.role() != Role.LMTP) {
      lines.add("DSN"); // RFC 3461; the server in front reports by itself
    }
    lines.add("CHUNKING"); // RFC 3030 §2
    lines.add("BINARYMIME"); // RFC 3030 §3
    lines.add("SMTPUTF8"); // RFC 6531
    lines.addAll(handling.lines(talk));
    lines.add("LIMITS RCPTMAX=" + settings.maxRecipients()); // RFC 9422 §4.2
    lines.add("HELP");
    return lines;
  }

  private static Reply help(Optional<Verb> topic) {
    if (topic.isPresent()) {
      return Reply.of(214, 0, 0, topic.get().usage() + " (" + reference(topic.get()) + ")");
    }
    String all = Arrays.stream(Verb.values()).map(Verb::name).collect(Collectors.joining(" "));
    return new Reply(
        214,
        Reply.of(214, 0, 0, "-").status(),
        List.of("Commands: " + all, "HELP <command> tells more"));
  }

  private static String reference(Verb verb) {
    return verb.reference().replace("§", "section ");
  }
}
