package org.posthorn.protocol.session;

/// Why the server ends a session.
public enum Farewell {
  /// The daemon is stopping.
  SHUTDOWN,
  /// No command for too long (RFC 5321 §4.5.3.2, RFC 9051 §5.4, RFC 1939 §3).
  IDLE,
  /// No login for too long.
  LOGIN_TIMEOUT,
  /// A command that was begun did not come to its end in time.
  TOO_SLOW,
  /// Too many errors, or a flood.
  ABUSE,
  /// The session cannot go on after an internal error.
  INTERNAL_ERROR
}
