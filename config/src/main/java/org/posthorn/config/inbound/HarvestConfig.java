package org.posthorn.config.inbound;

import java.time.Duration;

/// When a client that guesses addresses is sent away: `[inbound.harvest]`. Immutable.
///
/// @param unknownRecipients unknown recipients from one address within the window; 0 means any
///     number
/// @param window the time in which they are counted
public record HarvestConfig(int unknownRecipients, Duration window) {
  public static HarvestConfig defaults() {
    return new HarvestConfig(30, Duration.ofHours(1));
  }
}
