package org.posthorn.protocol.session;

/// Why a connection is not let in.
public enum Refusal {
  /// The protocol has as many connections as it may.
  TOO_MANY_CONNECTIONS,
  /// The peer's address has as many connections as it may.
  TOO_MANY_FROM_ADDRESS,
  /// The daemon is stopping.
  SHUTTING_DOWN
}
