package org.posthorn.protocol.sasl;

import org.posthorn.storage.directory.Principal;

/// What a mechanism says to a client's response.
public sealed interface SaslStep {

  /// The client has to answer `data`.
  ///
  /// @param data may be empty; not copied
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Challenge(byte[] data) implements SaslStep {}

  /// The client is who it says.
  record Success(Principal principal) implements SaslStep {}

  /// The exchange is over without success.
  record Failure(AuthFailure reason) implements SaslStep {}

  /// A failure, as a step.
  static SaslStep failed(AuthFailure reason) {
    return new Failure(reason);
  }
}
