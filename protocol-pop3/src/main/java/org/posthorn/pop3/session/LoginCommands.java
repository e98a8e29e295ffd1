package org.posthorn.pop3.session;

import java.io.IOException;
import java.util.Optional;
import org.posthorn.pop3.command.Pop3Command.Apop;
import org.posthorn.pop3.command.Pop3Command.Auth;
import org.posthorn.pop3.command.Pop3Command.AuthMechanisms;
import org.posthorn.pop3.command.Pop3Command.AuthorizationCommand;
import org.posthorn.pop3.command.Pop3Command.Pass;
import org.posthorn.pop3.command.Pop3Command.StartTls;
import org.posthorn.pop3.command.Pop3Command.User;
import org.posthorn.pop3.command.Pop3Command.Utf8;
import org.posthorn.pop3.command.Replies;
import org.posthorn.pop3.command.Reply;
import org.posthorn.pop3.session.Pop3State.Authorization;
import org.posthorn.protocol.limit.SessionLimits;
import org.posthorn.protocol.sasl.AuthFailure;
import org.posthorn.protocol.sasl.AuthOutcome;
import org.posthorn.protocol.sasl.Authenticator;
import org.posthorn.protocol.sasl.Mechanism;
import org.posthorn.storage.directory.Principal;
import org.posthorn.storage.model.Protocol;

/// The commands of the AUTHORIZATION state (RFC 1939 §4, RFC 5034). Stateless.
///
/// @param authenticator checks passwords and runs exchanges
/// @param opener takes the maildrop of who has logged in
/// @param tls begins TLS
record LoginCommands(Authenticator authenticator, MaildropOpener opener, TlsCommand tls) {
  private static final String CHALLENGE = "+ ";

  Step run(Authorization state, AuthorizationCommand command, Conversation talk)
      throws IOException {
    return switch (command) {
      case User(String name) ->
          authenticator.passwordsAllowed(talk.connection())
              ? new Step(state.withUser(name), Replies.USER_OK)
              : new Step(state, Replies.NEEDS_TLS);
      case Pass(String password) -> password(state, password, talk);
      case Apop _ -> new Step(state, Replies.NO_APOP);
      case Auth auth -> exchange(state, auth, talk);
      case AuthMechanisms _ -> new Step(state, mechanisms(talk));
      case StartTls _ -> tls.run(state, talk);
      case Utf8 _ -> new Step(state.withUtf8(), Replies.UTF8_OK);
    };
  }

  private Reply mechanisms(Conversation talk) {
    return new Reply.Mechanisms(
        authenticator.offered(talk.connection()).stream().map(Mechanism::wireName).toList());
  }

  private Step password(Authorization state, String password, Conversation talk) {
    Authorization nobody = new Authorization(Optional.empty(), state.text());
    return state
        .user()
        .map(
            user ->
                decide(
                    nobody,
                    authenticator.password(talk.connection(), Protocol.POP3, user, password),
                    talk))
        .orElseGet(() -> new Step(nobody, Replies.USER_FIRST));
  }

  private Step exchange(Authorization state, Auth auth, Conversation talk) throws IOException {
    AuthOutcome outcome =
        authenticator.sasl(
            talk.connection(), Protocol.POP3, auth.mechanism(), auth.initialResponse(), CHALLENGE);
    return decide(state, outcome, talk);
  }

  private Step decide(Authorization state, AuthOutcome outcome, Conversation talk) {
    return switch (outcome) {
      case AuthOutcome.Success(Principal principal) -> enter(state, principal, talk);
      case AuthOutcome.Failure(AuthFailure reason) -> new Step(state, reply(reason));
    };
  }

  /// RFC 1939 §4: who cannot have the lock is not logged in.
  private Step enter(Authorization state, Principal principal, Conversation talk) {
    return switch (opener.open(principal.account(), talk.connection().id())) {
      case MaildropOpener.Result.Opened(Maildrop maildrop) -> {
        talk.connection()
            .loggedIn(
                SessionLimits.afterLogin(
                    talk.settings().limits(), talk.connection().remoteAddress().getAddress()));
        yield new Step(new Pop3State.Transaction(maildrop), Replies.welcome(maildrop.messages()));
      }
      case MaildropOpener.Result.Refused(Reply reply) -> new Step(state, reply);
    };
  }

  private static Reply reply(AuthFailure reason) {
    return switch (reason) {
      case BAD_CREDENTIALS -> Replies.AUTH_FAILED;
      case NOT_ALLOWED -> Replies.AUTH_NOT_ALLOWED;
      case UNAVAILABLE -> Replies.AUTH_UNAVAILABLE;
      case TOO_MANY_FAILURES -> Replies.AUTH_TOO_MANY;
      case MALFORMED -> Replies.AUTH_MALFORMED;
      case CANCELLED -> Replies.AUTH_CANCELLED;
      case UNKNOWN_MECHANISM -> Replies.UNKNOWN_MECHANISM;
      case NEEDS_TLS -> Replies.NEEDS_TLS;
    };
  }
}
