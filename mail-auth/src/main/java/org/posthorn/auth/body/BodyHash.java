package org.posthorn.auth.body;

import java.util.OptionalLong;

/// The hash of a body.
///
/// @param digest SHA-256; never changed
/// @param size octets of the whole body in its canonical form, hashed or not
public record BodyHash(byte[] digest, long size) {
  /// Octets of the body that a hash of the first `length` does not cover; negative where the body
  /// is shorter than that.
  public long uncovered(OptionalLong length) {
    return length.isPresent() ? size - length.getAsLong() : 0;
  }
}
