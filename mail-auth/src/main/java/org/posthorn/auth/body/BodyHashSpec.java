package org.posthorn.auth.body;

import java.util.OptionalLong;

/// One way to hash a body with SHA-256.
///
/// @param canonicalization the form that is hashed
/// @param length how many octets of that form are hashed (`l=`, RFC 6376 §3.5); all if empty
public record BodyHashSpec(BodyCanonicalization canonicalization, OptionalLong length) {
  /// The whole body.
  public static BodyHashSpec whole(BodyCanonicalization canonicalization) {
    return new BodyHashSpec(canonicalization, OptionalLong.empty());
  }
}
