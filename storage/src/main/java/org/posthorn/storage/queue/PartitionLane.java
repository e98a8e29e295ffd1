package org.posthorn.storage.queue;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;
import org.posthorn.storage.engine.Scopes;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.engine.Transaction;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;

/// Runs what many threads want to change in one partition as few transactions: whoever waits for
/// the partition is taken along by the one who has it. Thread-safe.
final class PartitionLane {
  /// Entries that one transaction changes; each costs a few rows.
  private static final int MAX_WEIGHT = 400;

  private final Store store;
  private final Scopes scopes;
  private final ReentrantLock lock = new ReentrantLock();
  private final ConcurrentLinkedQueue<Change<?>> waiting = new ConcurrentLinkedQueue<>();

  PartitionLane(Store store, int partition) {
    this.store = store;
    this.scopes = Scopes.queue(partition);
  }

  /// One thread's change.
  private static final class Change<T> {
    private final int weight;
    private final Function<Transaction, T> work;
    private final CompletableFuture<T> result = new CompletableFuture<>();

    Change(int weight, Function<Transaction, T> work) {
      this.weight = weight;
      this.work = work;
    }

    /// Runs it; the answer counts once the transaction is durable.
    Runnable run(Transaction tx) {
      T answer = work.apply(tx);
      return () -> result.complete(answer);
    }

    void fail(RuntimeException failure) {
      result.completeExceptionally(failure);
    }
  }

  /// Runs a change in a transaction of the partition, perhaps together with others.
  ///
  /// @param weight about how many entries it changes
  /// @param work may be run again and has no effects but through the transaction
  <T> T run(int weight, Function<Transaction, T> work) {
    Change<T> mine = new Change<>(weight, work);
    waiting.add(mine);
    while (!mine.result.isDone()) {
      lock.lock();
      try {
        if (!mine.result.isDone()) {
          commit(nextBatch());
        }
      } finally {
        lock.unlock();
      }
    }
    try {
      return mine.result.join();
    } catch (CompletionException e) {
      throw e.getCause() instanceof RuntimeException cause ? cause : e;
    }
  }

  private List<Change<?>> nextBatch() {
    List<Change<?>> batch = new ArrayList<>();
    int weight = 0;
    for (Change<?> next = waiting.peek();
        next != null && (batch.isEmpty() || weight + next.weight <= MAX_WEIGHT);
        next = waiting.peek()) {
      waiting.remove();
      batch.add(next);
      weight += next.weight;
    }
    return batch;
  }

  private void commit(List<Change<?>> batch) {
    try {
      List<Runnable> answers =
          store.transact(scopes, tx -> batch.stream().map(change -> change.run(tx)).toList());
      answers.forEach(Runnable::run);
    } catch (RuntimeException failure) {
      if (batch.size() > 1 && isOnesOwn(failure)) {
        batch.forEach(change -> commit(List.of(change)));
      } else {
        batch.forEach(change -> change.fail(failure));
      }
    }
  }

  /// Whether one change may have spoilt it for the others. Where the store itself fails it is not
  /// known whether the transaction happened, so it is not run again.
  private static boolean isOnesOwn(RuntimeException failure) {
    return !(failure instanceof StorageException storage)
        || storage.error() instanceof StorageError.Limit;
  }
}
