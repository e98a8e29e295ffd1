package org.posthorn.storage.state;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.UnaryOperator;

/// Keyed rows that expire. Thread-safe; methods block, and return when their effect is durable.
///
/// A row is named by a kind (a short word of the code that uses it) and a key of at most 512
/// bytes of UTF-8; its value has at most 64 KB.
public interface StateStore {
  /// A value and the time from which on it is as if absent.
  record Entry(byte[] value, Instant expiresAt) {}

  /// The row, unless it is absent or has expired.
  Optional<Entry> get(String kind, String key);

  /// Writes the row, whatever was there.
  void put(String kind, String key, Entry entry);

  /// Writes rows of a kind, all or none, whatever was there.
  ///
  /// @param entries at most 500, by their keys
  void putAll(String kind, Map<String, Entry> entries);

  /// The rows of a kind whose keys have this start, in the order of the keys, without those that
  /// have expired.
  ///
  /// @param after only keys behind this one; empty means from the first
  /// @param limit rows at most; where there are fewer, no more are behind them
  SortedMap<String, Entry> list(String kind, String start, String after, int limit);

  /// Replaces the row by what the function makes of it, atomically; the function may be called
  /// again and must have no effects.
  ///
  /// @return the row as it is then; empty where the function removed it
  Optional<Entry> update(String kind, String key, UnaryOperator<Optional<Entry>> change);

  /// Removes the row.
  void remove(String kind, String key);

  /// Removes expired rows, at most `limit`.
  ///
  /// @return how many were removed
  int sweep(Instant now, int limit);
}
