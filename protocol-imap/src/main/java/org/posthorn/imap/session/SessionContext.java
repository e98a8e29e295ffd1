package org.posthorn.imap.session;

import java.io.IOException;
import java.util.List;
import org.posthorn.imap.AccountSessions;
import org.posthorn.imap.Capabilities;
import org.posthorn.imap.ImapOptions;
import org.posthorn.imap.ImapServices;
import org.posthorn.imap.command.ImapResponse;
import org.posthorn.imap.wire.CommandReader;
import org.posthorn.imap.wire.ImapEncoder;
import org.posthorn.protocol.sasl.Authenticator;
import org.posthorn.protocol.sasl.Mechanism;
import org.posthorn.protocol.session.Connection;

/// What the handlers of one session work with. For the session's thread.
///
/// @param connection the client's connection
/// @param reader reads commands
/// @param out writes responses
/// @param services the store
/// @param options what the endpoint was told
/// @param sessions the endpoint's count of sessions
record SessionContext(
    Connection connection,
    CommandReader reader,
    ImapEncoder out,
    ImapServices services,
    ImapOptions options,
    AccountSessions sessions) {

  /// Writes a response.
  void send(ImapResponse response) throws IOException {
    out.write(response);
  }

  /// What the connection offers at this moment.
  List<String> capabilities(boolean loggedIn) {
    if (loggedIn) {
      return Capabilities.afterLogin();
    }
    Authenticator authenticator = services.authenticator();
    return Capabilities.beforeLogin(
        connection.canStartTls(),
        authenticator.offered(connection).stream().map(Mechanism::wireName).toList(),
        authenticator.passwordsAllowed(connection));
  }
}
