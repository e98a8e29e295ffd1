package org.posthorn.auth.dmarc;

import java.time.Duration;

/// How far a check goes. Immutable.
///
/// @param authors domains in From that are looked at; a message with more is not
/// @param identities identities that are looked at; further ones align with nothing
/// @param time for all questions together
public record DmarcLimits(int authors, int identities, Duration time) {
  /// 3 authors, 12 identities, 20 seconds.
  public static DmarcLimits standard() {
    return new DmarcLimits(3, 12, Duration.ofSeconds(20));
  }
}
