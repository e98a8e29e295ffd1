package org.posthorn.storage.engine;

import java.util.concurrent.CompletableFuture;

/// An engine's side of a transaction.
public interface EngineTransaction extends EngineView {
  /// Writes everything or nothing. Called at most once, as the last call but [#close], which may
  /// come before the future is done.
  ///
  /// @return done when the write set is durable and visible to new views
  CompletableFuture<Void> commit(WriteSet writes);
}
