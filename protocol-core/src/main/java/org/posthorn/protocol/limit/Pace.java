package org.posthorn.protocol.limit;

import java.util.concurrent.TimeUnit;

/// Slows its caller down to a rate: a token bucket that holds one second's worth. For one thread at
/// a time.
public final class Pace {
  private long perSecond;
  private long tokens;
  private long refilledAt;

  /// @param perSecond units a second; 0 for no limit
  public Pace(long perSecond) {
    this.perSecond = perSecond;
    this.tokens = perSecond;
    this.refilledAt = System.nanoTime();
  }

  /// Sets another rate from now on.
  public void rate(long newPerSecond) {
    if (newPerSecond != perSecond) {
      perSecond = newPerSecond;
      tokens = newPerSecond;
      refilledAt = System.nanoTime();
    }
  }

  /// Takes `units` and says how long the caller has to wait for them.
  ///
  /// @return nanoseconds; 0 if there is no need to wait
  public long take(long units) {
    if (perSecond == 0) {
      return 0;
    }
    long now = System.nanoTime();
    double fresh = (double) (now - refilledAt) / TimeUnit.SECONDS.toNanos(1) * perSecond;
    if (fresh >= 1) {
      tokens = (long) Math.min((double) perSecond, tokens + fresh);
      refilledAt = now;
    }
    tokens -= units;
    return tokens >= 0 ? 0 : (long) ((double) -tokens / perSecond * TimeUnit.SECONDS.toNanos(1));
  }

  /// Takes `units` and sleeps for as long as they cost. Meant for virtual threads.
  public void await(long units) {
    long nanos = take(units);
    if (nanos > 0) {
      sleep(nanos);
    }
  }

  /// Sleeps; an interrupt ends the sleep and stays set.
  public static void sleep(long nanos) {
    try {
      TimeUnit.NANOSECONDS.sleep(nanos);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
