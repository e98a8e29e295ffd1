package org.posthorn.smtp.policy.rate;

/// Token buckets by name. They may be shared between daemons; losing them costs nothing but that
/// the counting starts anew. Thread-safe.
public interface Counters {
  /// Takes one token, if there is one.
  ///
  /// @param kind what is counted, a short word
  /// @param key whose it is
  /// @return whether there was one
  boolean take(String kind, String key, Rate rate);

  /// Whether there is one, without taking it.
  boolean has(String kind, String key, Rate rate);
}
