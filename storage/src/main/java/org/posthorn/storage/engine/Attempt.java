package org.posthorn.storage.engine;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import org.posthorn.storage.engine.Attempt.Outcome;

/// One run of a transaction's closure and the hand-over of its writes. Runs on a pool thread; the
/// caller waits for [#outcome()], which the committing thread completes.
final class Attempt<T> implements Runnable {
  private final Engine engine;
  private final Scopes scopes;
  private final Ahead ahead;
  private final Work<T> work;
  private final UnscopedGuard guard;
  private final CompletableFuture<Outcome<T>> outcome = new CompletableFuture<>();

  Attempt(Engine engine, Scopes scopes, Ahead ahead, Work<T> work, UnscopedGuard guard) {
    this.engine = engine;
    this.scopes = scopes;
    this.ahead = ahead;
    this.work = work;
    this.guard = guard;
  }

  /// How it ended.
  sealed interface Outcome<T> {
    /// Everything is durable and visible.
    record Done<T>(Answer<T> answer, List<Runnable> actions) implements Outcome<T> {}

    /// It must run again, after something else is done.
    record Again<T>(CompletableFuture<?> after) implements Outcome<T> {}
  }

  /// What the closure returned: whatever it likes.
  record Answer<T>(T value) {}

  CompletableFuture<Outcome<T>> outcome() {
    return outcome;
  }

  @Override
  public void run() {
    try (EngineTransaction transaction = engine.begin(scopes, ahead)) {
      Overlay overlay =
          new Overlay(transaction, scopes, guard, engine.storageFull(), engine.shared());
      Answer<T> answer = new Answer<>(work.run(overlay));
      Outcome<T> done = new Outcome.Done<>(answer, overlay.actions());
      WriteSet writes = overlay.writes();
      if (writes.isEmpty()) {
        outcome.complete(done);
      } else {
        commit(transaction, overlay, writes, done);
      }
    } catch (Throwable failure) {
      finish(failure);
    }
  }

  private void commit(
      EngineTransaction transaction, Overlay overlay, WriteSet writes, Outcome<T> done) {
    if (!engine.detectsConflicts()) {
      Optional<CompletableFuture<?>> busy = guard.take(overlay.noted(), outcome);
      if (busy.isPresent()) {
        outcome.complete(new Outcome.Again<>(busy.get()));
        return;
      }
    }
    CompletableFuture<Void> committed;
    try {
      committed = transaction.commit(writes);
    } catch (Throwable failure) {
      committed = CompletableFuture.failedFuture(failure);
    }
    var _ =
        committed.whenComplete(
            (_, failure) -> {
              if (!engine.detectsConflicts()) {
                guard.release(overlay.noted());
              }
              if (failure == null) {
                outcome.complete(done);
              } else {
                finish(failure);
              }
            });
  }

  private void finish(Throwable failure) {
    if (failure instanceof ConflictException) {
      outcome.complete(new Outcome.Again<>(CompletableFuture.completedFuture(null)));
    } else {
      outcome.completeExceptionally(failure);
    }
  }
}
