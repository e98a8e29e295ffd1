package org.posthorn.storage.shared;

import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Function;

/// Answers the questions of many threads by few reads. A question is always answered by a read that
/// began after it was asked, so the answer is as new as that of a read of one's own. Thread-safe.
///
/// @param <K> what is asked for
/// @param <V> what the store has under it
public final class GroupedRead<K, V> {
  private final Function<Set<K>, Map<K, V>> read;
  private final ReentrantLock reading = new ReentrantLock();
  private final ReentrantLock gathering = new ReentrantLock();
  private Group<K, V> next = new Group<>();

  /// Questions that one read will answer.
  private static final class Group<K, V> {
    final Set<K> keys = new HashSet<>();
    final CompletableFuture<Map<K, V>> answers = new CompletableFuture<>();
  }

  /// @param read what is absent is left out of its answer
  public GroupedRead(Function<Set<K>, Map<K, V>> read) {
    this.read = read;
  }

  /// What the store has under the key now.
  public Optional<V> ask(K key) {
    Group<K, V> group = join(key);
    reading.lock();
    try {
      if (!group.answers.isDone()) {
        // Nobody else reads, and whoever read before closed their group: ours is the next one.
        answer(closeNext());
      }
    } finally {
      reading.unlock();
    }
    try {
      return Optional.ofNullable(group.answers.join().get(key));
    } catch (CompletionException failure) {
      throw failure.getCause() instanceof RuntimeException cause ? cause : failure;
    }
  }

  private Group<K, V> join(K key) {
    gathering.lock();
    try {
      next.keys.add(key);
      return next;
    } finally {
      gathering.unlock();
    }
  }

  private Group<K, V> closeNext() {
    gathering.lock();
    try {
      Group<K, V> closed = next;
      next = new Group<>();
      return closed;
    } finally {
      gathering.unlock();
    }
  }

  private void answer(Group<K, V> group) {
    try {
      group.answers.complete(read.apply(group.keys));
    } catch (Throwable failure) {
      group.answers.completeExceptionally(failure);
    }
  }
}
