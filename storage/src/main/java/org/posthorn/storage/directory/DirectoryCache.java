package org.posthorn.storage.directory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.engine.Transaction;
import org.posthorn.storage.engine.View;

/// Answers that were read from the directory, good until the next change of it. Thread-safe.
final class DirectoryCache {
  private static final int MAX_ANSWERS = 50_000;

  private final Store store;
  private final AtomicLong version = new AtomicLong();
  private final Cache<Object, Answer> answers =
      Caffeine.newBuilder().executor(Runnable::run).maximumSize(MAX_ANSWERS).build();

  /// @param version the directory's version before the rows were read
  private record Answer(Object value, long version) {}

  DirectoryCache(Store store) {
    this.store = store;
  }

  /// The answer to a question, from memory or by reading. Questions are records; each kind of them
  /// has one kind of answer.
  <T> T get(Object question, Class<T> type, Function<View, T> read) {
    long now = version.get();
    Answer known = answers.getIfPresent(question);
    if (known != null && known.version == now) {
      return type.cast(known.value);
    }
    T fresh = store.read(read::apply);
    answers.put(question, new Answer(fresh, now));
    return fresh;
  }

  /// Makes all answers old once the transaction is durable.
  void dropAfter(Transaction tx) {
    tx.afterCommit(version::incrementAndGet);
  }
}
