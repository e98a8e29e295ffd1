package org.posthorn.storage.engine;

import java.util.concurrent.CompletableFuture;

/// What a [Store] is reading. Thread-safe; nobody needs to wait for it.
public final class Pending<T> {
  private final CompletableFuture<T> done;

  Pending(CompletableFuture<T> done) {
    this.done = done;
  }

  /// Waits until it has been read.
  ///
  /// @throws org.posthorn.storage.model.StorageException if that failed
  public T await() {
    return EnginePool.await(done);
  }
}
