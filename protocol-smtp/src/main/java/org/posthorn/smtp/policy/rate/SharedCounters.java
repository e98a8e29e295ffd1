package org.posthorn.smtp.policy.rate;

import org.posthorn.storage.state.SharedCounts;

/// Buckets that daemons share; while those cannot be asked, buckets of this process, full ones at
/// first. Thread-safe.
///
/// @param shared the shared ones
/// @param local those of this process
public record SharedCounters(SharedCounts shared, Counters local) implements Counters {
  private static final String PREFIX = "rate:";

  @Override
  public boolean take(String kind, String key, Rate rate) {
    return rate.isUnlimited()
        || shared
            .take(PREFIX + kind + ':' + key, rate.amount(), rate.period(), 1)
            .orElseGet(() -> local.take(kind, key, rate));
  }

  @Override
  public boolean has(String kind, String key, Rate rate) {
    return rate.isUnlimited()
        || shared
            .take(PREFIX + kind + ':' + key, rate.amount(), rate.period(), 0)
            .orElseGet(() -> local.has(kind, key, rate));
  }
}
