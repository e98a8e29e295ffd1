package org.posthorn.storage.shared;

import java.time.Duration;
import org.posthorn.storage.cache.SharedCache;

/// How this daemon shares its store with others. Means nothing on a store that has one daemon.
///
/// @param feed brings the news of changes; closed with the mail store
/// @param cache keeps what was read lately for all of them
/// @param poll how often the accounts that sessions watch are looked at while the feed is silent
public record Sharing(ChangeFeed feed, SharedCache cache, Duration poll) {
  private static final Duration POLL = Duration.ofMillis(100);

  public Sharing {
    if (poll.isNegative() || poll.isZero()) {
      throw new IllegalArgumentException("changes are polled at some interval");
    }
  }

  /// Without a shared cache.
  public Sharing(ChangeFeed feed, Duration poll) {
    this(feed, SharedCache.NONE, poll);
  }

  /// Polling alone.
  public static Sharing polling() {
    return new Sharing(ChangeFeed.NONE, POLL);
  }
}
