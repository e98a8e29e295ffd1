package org.posthorn.imap.session;

import java.io.IOException;
import java.util.List;
import org.posthorn.imap.Capabilities;
import org.posthorn.imap.ImapOptions;
import org.posthorn.imap.ImapServices;
import org.posthorn.imap.command.ImapResponse;
import org.posthorn.imap.wire.ImapEncoder;
import org.posthorn.protocol.session.Connection;

/// What the handlers of one session work with. For the session's thread.
///
/// @param connection the client's connection
/// @param out writes responses
/// @param services the store
/// @param options what the endpoint was told
record SessionContext(
    Connection connection, ImapEncoder out, ImapServices services, ImapOptions options) {

  /// Writes a response.
  void send(ImapResponse response) throws IOException {
    out.write(response);
  }

  /// Whether passwords may be sent over the connection as it is now.
  boolean plaintextAllowed() {
    return options.allowPlaintextLogin() || connection.isTls();
  }

  /// What the connection offers at this moment.
  List<String> capabilities(boolean loggedIn) {
    return loggedIn
        ? Capabilities.afterLogin()
        : Capabilities.beforeLogin(connection.canStartTls(), mechanisms(), plaintextAllowed());
  }

  /// The SASL mechanisms that can be used at this moment.
  List<String> mechanisms() {
    return List.of();
  }
}
