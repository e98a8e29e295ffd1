package org.posthorn.protocol.sasl;

import java.util.Optional;

/// One run of a mechanism on the server's side (RFC 4422 §3), without a wire. For one thread; may
/// block.
public interface SaslExchange {

  /// What the server says first, if the mechanism has it speak first; else the client begins.
  Optional<byte[]> firstChallenge();

  /// The next step. Not to be called again after success or failure.
  SaslStep respond(byte[] response);

  /// The name that the client gave, for logs; empty as long as there is none.
  String login();
}
