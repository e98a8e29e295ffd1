package org.posthorn.config.inbound;

import java.time.Duration;

/// What is done with clients that talk before the greeting: `[inbound.early-talker]`. Immutable.
///
/// @param patience how long the greeting is held back
/// @param action what is done with a client that does not wait
public record EarlyTalkerConfig(Duration patience, CheckAction action) {
  public static EarlyTalkerConfig defaults() {
    return new EarlyTalkerConfig(Duration.ZERO, CheckAction.REJECT);
  }
}
