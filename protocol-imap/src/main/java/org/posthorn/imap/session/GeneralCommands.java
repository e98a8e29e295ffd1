package org.posthorn.imap.session;

import java.io.IOException;
import java.util.Map;
import org.posthorn.imap.command.AnyStateCommand;
import org.posthorn.imap.command.ImapResponse;
import org.posthorn.imap.session.SessionState.LoggedIn;
import org.posthorn.imap.session.SessionState.LoggedOut;

/// CAPABILITY, NOOP, LOGOUT, ID: what is allowed at any time (RFC 3501 §6.1, RFC 2971).
final class GeneralCommands {
  private final SessionContext context;

  GeneralCommands(SessionContext context) {
    this.context = context;
  }

  Step run(SessionState state, AnyStateCommand command) throws IOException {
    return switch (command) {
      case AnyStateCommand.Capability _ -> {
        boolean loggedIn = state instanceof LoggedIn;
        context.send(new ImapResponse.Capabilities(context.capabilities(loggedIn)));
        yield Step.to(state, Reply.ok("Capability completed"));
      }
      case AnyStateCommand.Noop _ -> Step.to(state, Reply.ok("Noop completed"));
      case AnyStateCommand.Id _ -> {
        context.send(new ImapResponse.ServerId(Map.of("name", context.options().productName())));
        yield Step.to(state, Reply.ok("ID completed"));
      }
      case AnyStateCommand.Logout _ -> {
        context.send(ImapResponse.Notice.bye("Logging out"));
        yield Step.to(new LoggedOut(), Reply.ok("Logout completed"));
      }
    };
  }
}
