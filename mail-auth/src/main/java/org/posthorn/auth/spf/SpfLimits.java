package org.posthorn.auth.spf;

import java.time.Duration;

/// How far a check goes (RFC 7208 §4.6.4).
///
/// @param lookUps terms that ask the DNS
/// @param voidLookUps terms whose question has no answer
/// @param names mail exchangers of a domain, or names of an address, that are looked up
/// @param time for all questions together
public record SpfLimits(int lookUps, int voidLookUps, int names, Duration time) {
  /// Those of the standard: 10, 2, 10, 20 seconds.
  public static SpfLimits standard() {
    return new SpfLimits(10, 2, 10, Duration.ofSeconds(20));
  }
}
