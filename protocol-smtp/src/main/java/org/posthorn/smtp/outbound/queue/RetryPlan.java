package org.posthorn.smtp.outbound.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.posthorn.config.QueueConfig;
import org.posthorn.storage.queue.QueueEntry;

/// When an entry is tried again (RFC 5321 §4.5.4.1). Immutable.
///
/// @param intervals the time to wait after each attempt; the last counts for all further ones
/// @param firstBackOff how long a destination is left alone that could not be reached
/// @param lastBackOff the most of that
public record RetryPlan(List<Duration> intervals, Duration firstBackOff, Duration lastBackOff) {
  private static final int MAX_DOUBLINGS = 20;

  public RetryPlan {
    intervals = List.copyOf(intervals);
  }

  /// As configured.
  public static RetryPlan of(QueueConfig config) {
    return new RetryPlan(
        config.retryIntervals(), config.destinationBackOff(), config.maxDestinationBackOff());
  }

  /// The next attempt after one that failed now. The last one is made when the entry expires.
  public Instant next(QueueEntry entry, Instant now) {
    int index = Math.clamp(entry.attempts() - 1L, 0, intervals.size() - 1);
    return earlier(now.plus(intervals.get(index)), entry.expiresAt());
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  /// How long a destination is left alone.
  ///
  /// @param failures how often it could not be reached, one after the other; at least 1
  public Duration backOff(int failures) {
    Duration doubled = firstBackOff.multipliedBy(1L << Math.min(failures - 1, MAX_DOUBLINGS));
    return doubled.compareTo(lastBackOff) < 0 ? doubled : lastBackOff;
  }
}
