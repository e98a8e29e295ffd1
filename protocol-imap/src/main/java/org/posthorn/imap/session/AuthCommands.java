package org.posthorn.imap.session;

import java.io.IOException;
import java.net.InetAddress;
import org.posthorn.config.ImapLimits;
import org.posthorn.imap.command.ImapResponse.Completed;
import org.posthorn.imap.command.PreLoginCommand;
import org.posthorn.imap.command.ResponseCode;
import org.posthorn.imap.command.ResponseCode.Simple;
import org.posthorn.imap.command.Tag;
import org.posthorn.imap.session.SessionState.Authenticated;
import org.posthorn.imap.session.SessionState.Login;
import org.posthorn.imap.session.SessionState.NotAuthenticated;
import org.posthorn.imap.wire.CommandParser;
import org.posthorn.imap.wire.ParserLimits;
import org.posthorn.protocol.frame.LineTooLongException;
import org.posthorn.protocol.limit.SessionLimits;
import org.posthorn.protocol.sasl.AuthFailure;
import org.posthorn.protocol.sasl.AuthOutcome;
import org.posthorn.protocol.session.Connection;
import org.posthorn.storage.directory.Principal;
import org.posthorn.storage.model.Actor;
import org.posthorn.storage.model.Protocol;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// STARTTLS, LOGIN, AUTHENTICATE (RFC 3501 §6.2, RFC 4959).
final class AuthCommands {
  private static final Logger LOG = LoggerFactory.getLogger(AuthCommands.class);

  private final SessionContext context;

  AuthCommands(SessionContext context) {
    this.context = context;
  }

  Step run(NotAuthenticated state, Tag tag, PreLoginCommand command) throws IOException {
    return switch (command) {
      case PreLoginCommand.StartTls _ -> startTls(state, tag);
      case PreLoginCommand.Login(String user, String password) ->
          finish(
              state,
              context
                  .services()
                  .authenticator()
                  .password(context.connection(), Protocol.IMAP, user, password));
      case PreLoginCommand.Authenticate authenticate -> authenticate(state, authenticate);
    };
  }

  /// The completion goes out in the clear; what came in the clear behind the command is thrown away
  /// (RFC 9051 §6.2.1).
  private Step startTls(NotAuthenticated state, Tag tag) throws IOException {
    Connection connection = context.connection();
    if (connection.isTls()) {
      return Step.to(state, Reply.bad("TLS is active already"));
    }
    if (!connection.canStartTls()) {
      return Step.to(state, Reply.no(Simple.CANNOT, "TLS is not set up here"));
    }
    context.send(Completed.ok(tag, "Begin TLS now"));
    int smuggled = connection.startTls();
    if (smuggled > 0) {
      LOG.atWarn()
          .addKeyValue("octets", smuggled)
          .log("a client sent octets in the clear behind STARTTLS; thrown away");
    }
    return Step.waiting(state);
  }

  private Step authenticate(NotAuthenticated state, PreLoginCommand.Authenticate command)
      throws IOException {
    AuthOutcome outcome;
    try {
      outcome =
          context
              .services()
              .authenticator()
              .sasl(
                  context.connection(),
                  Protocol.IMAP,
                  command.mechanism(),
                  command.initialResponse(),
                  "+ ");
    } catch (LineTooLongException _) {
      return Step.to(state, Reply.bad("Response too long"));
    }
    return finish(state, outcome);
  }

  private Step finish(NotAuthenticated state, AuthOutcome outcome) {
    return switch (outcome) {
      case AuthOutcome.Success(Principal principal) -> loggedIn(state, principal);
      case AuthOutcome.Failure(AuthFailure reason) -> Step.to(state, failed(reason));
    };
  }

  private static Reply failed(AuthFailure reason) {
    return switch (reason) {
      case BAD_CREDENTIALS -> Reply.no(Simple.AUTHENTICATIONFAILED, "Wrong name or password");
      case NOT_ALLOWED -> Reply.no(Simple.AUTHORIZATIONFAILED, "This account may not use IMAP");
      case UNAVAILABLE -> Reply.no(Simple.UNAVAILABLE, "Logins cannot be checked now");
      case TOO_MANY_FAILURES -> Reply.no(Simple.UNAVAILABLE, "Too many failures, try later");
      case MALFORMED -> Reply.bad("Not what the mechanism asks for");
      case CANCELLED -> Reply.bad("Authentication cancelled");
      case UNKNOWN_MECHANISM -> Reply.no(Simple.CANNOT, "This mechanism is not offered");
      case NEEDS_TLS -> Reply.no(Simple.PRIVACYREQUIRED, "Not without TLS");
    };
  }

  private Step loggedIn(NotAuthenticated state, Principal principal) {
    Connection connection = context.connection();
    InetAddress client = connection.remoteAddress().getAddress();
    if (!context.sessions().enter(principal.account(), client)) {
      return Step.to(state, Reply.no(Simple.LIMIT, "Too many sessions of this account"));
    }
    ImapLimits limits = context.options().limits();
    connection.loggedIn(SessionLimits.afterLogin(limits.connection(), client));
    context.reader().parser(new CommandParser(limitsOf(limits), false));
    Actor actor = Actor.user(principal.account(), Protocol.IMAP, connection.id());
    ResponseCode capabilities = new ResponseCode.Capability(context.capabilities(true));
    return Step.to(
        new Authenticated(new Login(principal, actor)), Reply.ok(capabilities, "Logged in"));
  }

  private static ParserLimits limitsOf(ImapLimits limits) {
    ParserLimits standard = ParserLimits.AFTER_LOGIN;
    int octets = (int) Math.min(limits.maxLiteral().bytes(), Integer.MAX_VALUE / 2);
    return new ParserLimits(octets, standard.depth(), standard.ranges(), standard.items());
  }
}
