package org.posthorn.config.inbound;

import java.time.Duration;

/// Greylisting: `[inbound.greylist]`. Immutable.
///
/// @param delay how long an unknown sender has to wait
/// @param retryWindow how long it may take to come again
/// @param remember how long one that came again is known
/// @param allowAfter messages after which all mail of a client's network passes; 0 means never
public record GreylistConfig(
    Duration delay, Duration retryWindow, Duration remember, int allowAfter) {
  public static GreylistConfig defaults() {
    return new GreylistConfig(Duration.ofMinutes(5), Duration.ofDays(2), Duration.ofDays(36), 5);
  }
}
