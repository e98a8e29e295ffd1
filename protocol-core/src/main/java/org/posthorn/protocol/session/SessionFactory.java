package org.posthorn.protocol.session;

import java.net.InetAddress;
import org.posthorn.protocol.limit.SessionLimits;

/// A protocol as one kind of listener speaks it: makes a [Session] for each connection.
/// Thread-safe.
public interface SessionFactory {

  /// Short lower-case name for metrics, logs and connection counts, such as `imap`, `smtp`,
  /// `submission`.
  String name();

  /// What a connection of that client may do at first; a session sets others with
  /// [Connection#loggedIn(SessionLimits)].
  SessionLimits limits(InetAddress client);

  /// Whether a connection has to log in within the login timeout.
  boolean requiresLogin();

  /// Makes the session of a new connection, on the session's thread. Nothing has been sent or
  /// received yet.
  Session open(Connection connection);

  /// One line, with CRLF, for a connection that is not let in (`421 …`, `* BYE …`, `-ERR …`).
  String refusal(Refusal reason);
}
