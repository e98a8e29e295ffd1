package org.posthorn.smtp.policy.rate;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.time.Duration;
import java.time.InstantSource;

/// Buckets in memory, at most [#MAX_BUCKETS]: those that are asked for least make room. A bucket
/// that nobody asked for during a day is full again anyway, or nearly so, and is forgotten.
public final class MemoryCounters implements Counters {
  /// Buckets that are kept, about 100 bytes each.
  public static final int MAX_BUCKETS = 200_000;

  private static final Duration FORGOTTEN = Duration.ofDays(1);

  private final InstantSource clock;
  private final Cache<Name, Bucket> buckets =
      Caffeine.newBuilder().maximumSize(MAX_BUCKETS).expireAfterAccess(FORGOTTEN).build();

  private record Name(String kind, String key) {}

  /// @param clock fills the buckets
  public MemoryCounters(InstantSource clock) {
    this.clock = clock;
  }

  @Override
  public boolean take(String kind, String key, Rate rate) {
    return rate.isUnlimited() || bucket(kind, key, rate).take(rate, clock.millis(), 1);
  }

  @Override
  public boolean has(String kind, String key, Rate rate) {
    return rate.isUnlimited() || bucket(kind, key, rate).take(rate, clock.millis(), 0);
  }

  private Bucket bucket(String kind, String key, Rate rate) {
    return buckets.get(new Name(kind, key), _ -> new Bucket(rate.amount(), clock.millis()));
  }

  private static final class Bucket {
    private double tokens;
    private long filledAt;

    Bucket(double tokens, long now) {
      this.tokens = tokens;
      this.filledAt = now;
    }

    synchronized boolean take(Rate rate, long now, int amount) {
      double more = (double) Math.max(0, now - filledAt) * rate.amount() / rate.period().toMillis();
      tokens = Math.min(rate.amount(), tokens + more);
      filledAt = now;
      if (tokens < 1) {
        return false;
      }
      tokens -= amount;
      return true;
    }
  }
}
