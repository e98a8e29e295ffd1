package org.posthorn.smtp.policy.rate;

import java.time.Duration;

/// So many in such a time.
///
/// @param amount what a full bucket holds; 0 means that there is no limit
/// @param period in which an empty bucket is full again
public record Rate(int amount, Duration period) {
  public Rate {
    if (amount < 0 || !period.isPositive()) {
      throw new IllegalArgumentException("a rate needs an amount and a time");
    }
  }

  /// So many a minute.
  public static Rate perMinute(int amount) {
    return new Rate(amount, Duration.ofMinutes(1));
  }

  /// So many an hour.
  public static Rate perHour(int amount) {
    return new Rate(amount, Duration.ofHours(1));
  }

  /// So many a day.
  public static Rate perDay(int amount) {
    return new Rate(amount, Duration.ofDays(1));
  }

  /// Whether there is no limit.
  public boolean isUnlimited() {
    return amount == 0;
  }
}
