package org.posthorn.smtp.session;

import java.io.IOException;
import java.net.InetAddress;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.posthorn.config.ConnectionLimits;
import org.posthorn.protocol.limit.SessionLimits;
import org.posthorn.protocol.sasl.AuthFailure;
import org.posthorn.protocol.sasl.AuthOutcome;
import org.posthorn.protocol.sasl.Authenticator;
import org.posthorn.protocol.sasl.Mechanism;
import org.posthorn.smtp.command.Replies;
import org.posthorn.smtp.command.Reply;
import org.posthorn.smtp.command.SmtpCommand.Auth;
import org.posthorn.smtp.transaction.Identity;
import org.posthorn.storage.directory.Principal;
import org.posthorn.storage.model.Protocol;

/// AUTH (RFC 4954 §4). Stateless.
///
/// @param authenticator runs the exchanges
/// @param limits what a client may do once it has logged in
public record AuthCommands(Authenticator authenticator, ConnectionLimits limits) {
  private static final String CHALLENGE = "334 ";

  /// The mechanisms that EHLO lists; empty where there is none.
  Optional<String> offer(Conversation talk) {
    List<Mechanism> offered =
        talk.settings().login() ? authenticator.offered(talk.connection()) : List.of();
    return offered.isEmpty()
        ? Optional.empty()
        : Optional.of(offered.stream().map(Mechanism::wireName).collect(Collectors.joining(" ")));
  }

  Step run(SmtpState state, Auth auth, Conversation talk) throws IOException {
    if (!talk.settings().login()) {
      return new Step(state, Replies.NOT_OFFERED);
    }
    return switch (state) {
      case SmtpState.Greeted _ -> new Step(state, talk.helloFirst());
      case SmtpState.MailGiven _, SmtpState.RcptGiven _, SmtpState.Chunking _ ->
          new Step(state, Replies.NOT_IN_TRANSACTION);
      case SmtpState.Ready(Identity identity) when identity.principal().isPresent() ->
          new Step(state, Replies.ALREADY_AUTHENTICATED);
      case SmtpState.Ready(Identity identity) when !identity.extended() ->
          new Step(state, talk.helloFirst());
      case SmtpState.Ready(Identity identity) -> exchange(state, identity, auth, talk);
    };
  }

  private Step exchange(SmtpState state, Identity identity, Auth auth, Conversation talk)
      throws IOException {
    AuthOutcome outcome =
        authenticator.sasl(
            talk.connection(),
            Protocol.SUBMISSION,
            auth.mechanism(),
            auth.initialResponse(),
            CHALLENGE);
    return switch (outcome) {
      case AuthOutcome.Success(Principal principal) -> {
        InetAddress client = talk.client().address();
        talk.connection().loggedIn(SessionLimits.afterLogin(limits, client));
        yield new Step(new SmtpState.Ready(identity.as(principal)), Replies.AUTHENTICATED);
      }
      case AuthOutcome.Failure(AuthFailure reason) -> new Step(state, reply(reason));
    };
  }

  private static Reply reply(AuthFailure reason) {
    return switch (reason) {
      case BAD_CREDENTIALS, NOT_ALLOWED -> Replies.AUTH_FAILED;
      case UNAVAILABLE, TOO_MANY_FAILURES -> Replies.AUTH_UNAVAILABLE;
      case MALFORMED -> Replies.AUTH_MALFORMED;
      case CANCELLED -> Replies.AUTH_CANCELLED;
      case UNKNOWN_MECHANISM -> Replies.AUTH_UNKNOWN_MECHANISM;
      case NEEDS_TLS -> Replies.TLS_REQUIRED;
    };
  }
}
