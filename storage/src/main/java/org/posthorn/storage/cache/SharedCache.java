package org.posthorn.storage.cache;

import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Octets under names, shared by daemons. It may forget anything at any time, and never fails: what
/// cannot be asked has nothing. Waits a bounded time, a fraction of a second. Thread-safe.
public interface SharedCache {
  /// No cache.
  SharedCache NONE =
      new SharedCache() {
        @Override
        public Map<String, byte[]> get(Collection<String> names) {
          return Map.of();
        }

        @Override
        public Optional<List<byte[]>> starts(List<String> names, int octets) {
          return Optional.empty();
        }

        @Override
        public void put(String name, byte[] value) {}

        @Override
        public boolean store(String name, byte[] value) {
          return false;
        }

        @Override
        public Duration keep() {
          return Duration.ofDays(1);
        }

        @Override
        public long largest() {
          return -1;
        }
      };

  /// What is there under these names; the others are left out.
  Map<String, byte[]> get(Collection<String> names);

  /// The first octets of what is there under each of these names, in their order, none for what is
  /// absent: so it is known how much comes, whatever is there. Empty where it cannot be asked.
  Optional<List<byte[]>> starts(List<String> names, int octets);

  /// Keeps a value for a while. Does not wait.
  void put(String name, byte[] value);

  /// Keeps a value of any size for a while; says whether it does. Waits.
  boolean store(String name, byte[] value);

  /// How long a value is kept, if nothing comes between.
  Duration keep();

  /// The most octets of a body that are worth keeping; negative where nothing is kept.
  long largest();

  /// Whether anything is kept.
  default boolean isUsed() {
    return largest() >= 0;
  }
}
