package org.posthorn.storage.engine;

import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.locks.ReentrantLock;

/// Finds transactions that meet in rows no scope covers, for engines that do not find them.
///
/// A transaction notes a key and a version before it reads the key's row. When it is handed over,
/// nobody else may be committing a row it noted and no version may have changed, else it runs
/// again. A commit raises the versions of what it wrote. Versions are shared by keys that fall
/// together by their hashes, which now and then costs a needless second run. Thread-safe.
final class UnscopedGuard {
  private static final int VERSIONS = 1 << 16;

  private final AtomicLongArray versions = new AtomicLongArray(VERSIONS);

  /// Who is committing which rows; under the lock.
  private final Map<RowKey, CompletableFuture<?>> owners = new HashMap<>();

  private final ReentrantLock lock = new ReentrantLock();

  /// The key of a row of any table.
  static final class RowKey {
    private final int table;
    private final byte[] key;
    private final int hash;

    RowKey(Table<?> table, byte[] key) {
      this.table = table.number();
      this.key = key;
      this.hash = Arrays.hashCode(key) * 31 + this.table;
    }

    private int version() {
      return ((hash * 0x9E3779B9) >>> 8) & (VERSIONS - 1);
    }

    @Override
    public boolean equals(Object other) {
      return other instanceof RowKey row && table == row.table && Arrays.equals(key, row.key);
    }

    @Override
    public int hashCode() {
      return hash;
    }
  }

  /// A row that a transaction has read, and perhaps written.
  static final class Noted {
    private final RowKey row;
    private final long version;
    private boolean written;

    private Noted(RowKey row, long version) {
      this.row = row;
      this.version = version;
    }

    void markWritten() {
      written = true;
    }
  }

  /// Called before the row is read.
  Noted note(RowKey row) {
    return new Noted(row, versions.get(row.version()));
  }

  /// Takes the rows that were written for the commit `owner`, unless somebody was faster.
  ///
  /// @return empty if taken; else what to wait for before the transaction runs again
  Optional<CompletableFuture<?>> take(Collection<Noted> noted, CompletableFuture<?> owner) {
    if (noted.isEmpty()) {
      return Optional.empty();
    }
    lock.lock();
    try {
      for (Noted one : noted) {
        CompletableFuture<?> other = owners.get(one.row);
        if (other != null) {
          return Optional.of(other);
        }
        if (versions.get(one.row.version()) != one.version) {
          return Optional.of(CompletableFuture.completedFuture(null));
        }
      }
      for (Noted one : noted) {
        if (one.written) {
          owners.put(one.row, owner);
        }
      }
      return Optional.empty();
    } finally {
      lock.unlock();
    }
  }

  /// Gives the rows back after the commit is visible, or has failed.
  void release(Collection<Noted> noted) {
    if (noted.isEmpty()) {
      return;
    }
    lock.lock();
    try {
      for (Noted one : noted) {
        if (one.written) {
          owners.remove(one.row);
          versions.incrementAndGet(one.row.version());
        }
      }
    } finally {
      lock.unlock();
    }
  }
}
