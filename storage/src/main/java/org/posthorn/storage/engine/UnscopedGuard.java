package org.posthorn.storage.engine;

import java.util.Arrays;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/// Finds transactions that meet in rows no scope covers, for engines that do not find them.
///
/// Each key belongs to one of many stripes. A transaction notes a stripe's version before it
/// reads a key of it; when it is handed over, no noted version may have changed and nobody else
/// may be committing to those stripes, else it runs again. Committing raises the versions of what
/// was written. Two keys in one stripe cost a needless second run, nothing else. Thread-safe.
final class UnscopedGuard {
  private static final int STRIPES = 1 << 16;

  private final AtomicLongArray versions = new AtomicLongArray(STRIPES);
  private final @Nullable CompletableFuture<?>[] owners = new CompletableFuture<?>[STRIPES];
  private final ReentrantLock lock = new ReentrantLock();

  int stripe(Table<?> table, byte[] key) {
    int hash = Arrays.hashCode(key) * 31 + table.number();
    return ((hash * 0x9E3779B9) >>> 8) & (STRIPES - 1);
  }

  long version(int stripe) {
    return versions.get(stripe);
  }

  /// Takes the stripes that `noted` writes for the commit `owner`, unless somebody was faster.
  ///
  /// @return empty if taken; else what to wait for before the transaction runs again
  Optional<CompletableFuture<?>> take(Iterable<Noted> noted, CompletableFuture<?> owner) {
    lock.lock();
    try {
      for (Noted one : noted) {
        CompletableFuture<?> other = owners[one.stripe];
        if (other != null) {
          return Optional.of(other);
        }
        if (versions.get(one.stripe) != one.version) {
          return Optional.of(CompletableFuture.completedFuture(null));
        }
      }
      for (Noted one : noted) {
        if (one.written) {
          owners[one.stripe] = owner;
        }
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /// Gives the stripes back after the commit is visible, or has failed.
  void release(Iterable<Noted> noted) {
    lock.lock();
    try {
      for (Noted one : noted) {
        if (one.written) {
          owners[one.stripe] = null;
          versions.incrementAndGet(one.stripe);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  /// A stripe that a transaction has read, and perhaps written.
  static final class Noted {
    final int stripe;
    final long version;
    boolean written;

    Noted(int stripe, long version) {
      this.stripe = stripe;
      this.version = version;
    }
  }
}
