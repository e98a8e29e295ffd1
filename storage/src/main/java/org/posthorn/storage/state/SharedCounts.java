package org.posthorn.storage.state;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/// Counters that daemons share. They may be lost at any time, and when they cannot be asked the
/// answer is empty: whoever counts then counts for himself. Waits a bounded time, a fraction of a
/// second; never fails. Thread-safe.
public interface SharedCounts {
  /// None.
  SharedCounts NONE =
      new SharedCounts() {
        @Override
        public Optional<Boolean> take(String name, int capacity, Duration period, int tokens) {
          return Optional.empty();
        }

        @Override
        public OptionalLong add(String name, Duration window) {
          return OptionalLong.empty();
        }

        @Override
        public OptionalLong count(String name) {
          return OptionalLong.empty();
        }
      };

  /// Takes tokens out of a bucket that refills evenly.
  ///
  /// @param capacity what a full bucket holds
  /// @param period in which an empty one is full again
  /// @param tokens how many are taken, 0 to look only
  /// @return whether there was at least one
  Optional<Boolean> take(String name, int capacity, Duration period, int tokens);

  /// Counts one more.
  ///
  /// @param window how long it counts, from the first one
  /// @return how many there are in this window
  OptionalLong add(String name, Duration window);

  /// How many were counted in the window.
  OptionalLong count(String name);
}
