package org.posthorn.config;

import org.posthorn.config.value.ByteSize;

/// The cost of hashing a password with Argon2id (RFC 9106). Immutable.
///
/// @param memory memory of one hash
/// @param iterations passes over the memory
/// @param parallelism lanes
public record Argon2Config(ByteSize memory, int iterations, int parallelism) {
  public static Argon2Config defaults() {
    return new Argon2Config(ByteSize.ofMegabytes(19), 2, 1);
  }
}
