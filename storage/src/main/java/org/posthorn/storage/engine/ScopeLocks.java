package org.posthorn.storage.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;

/// The locks of scopes within this process; a lock exists while somebody wants it. Thread-safe.
final class ScopeLocks {
  private static final long PATIENCE_SECONDS = 30;

  private final ConcurrentHashMap<Scope, Entry> entries = new ConcurrentHashMap<>();

  private static final class Entry {
    final ReentrantLock lock = new ReentrantLock();
    int users = 1;
  }

  /// Locks all scopes in ascending order; the same thread closes the result.
  Held acquire(Scopes scopes) {
    List<Scope> held = new ArrayList<>(scopes.list().size());
    for (Scope scope : scopes.list()) {
      if (!lock(scope)) {
        release(held);
        throw new StorageException(new StorageError.Busy("busy, try again later"));
      }
      held.add(scope);
    }
    return () -> release(held);
  }

  private boolean lock(Scope scope) {
    Entry entry =
        entries.compute(
            scope,
            (_, known) -> {
              if (known == null) {
                return new Entry();
              }
              known.users++;
              return known;
            });
    if (entry.lock.isHeldByCurrentThread()) {
      leave(scope);
      throw new IllegalStateException("a transaction inside a transaction on " + scope);
    }
    if (entry.lock.tryLock() || waitFor(entry)) {
      return true;
    }
    leave(scope);
    return false;
  }

  private static boolean waitFor(Entry entry) {
    boolean interrupted = false;
    try {
      while (true) {
        try {
          return entry.lock.tryLock(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException _) {
          interrupted = true;
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void release(List<Scope> held) {
    for (Scope scope : held.reversed()) {
      Entry entry = entries.get(scope);
      if (entry != null) {
        entry.lock.unlock();
        leave(scope);
      }
    }
  }

  private void leave(Scope scope) {
    entries.computeIfPresent(scope, (_, entry) -> --entry.users == 0 ? null : entry);
  }

  /// Locked scopes.
  interface Held extends AutoCloseable {
    @Override
    void close();
  }
}
