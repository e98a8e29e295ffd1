package org.posthorn.auth.dkim;

import java.time.Duration;
import org.posthorn.auth.body.MessageHasher;

/// How much work a message may make. Immutable.
///
/// @param maxHeader octets of a header that are kept; a longer one has no good signature
/// @param maxSignatures DKIM signatures that are verified; the others are told to be neutral
/// @param maxBodyHashes ways to hash one body; signatures that need more are refused
/// @param skew how wrong clocks may be
/// @param patience how long keys are waited for once the message has ended
public record VerifierLimits(
    int maxHeader, int maxSignatures, int maxBodyHashes, Duration skew, Duration patience) {
  public static final VerifierLimits DEFAULT =
      new VerifierLimits(
          MessageHasher.DEFAULT_MAX_HEADER, 10, 8, Duration.ofMinutes(5), Duration.ofSeconds(20));

  public VerifierLimits withPatience(Duration patience) {
    return new VerifierLimits(maxHeader, maxSignatures, maxBodyHashes, skew, patience);
  }
}
