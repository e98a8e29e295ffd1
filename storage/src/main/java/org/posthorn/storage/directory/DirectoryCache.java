package org.posthorn.storage.directory;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.posthorn.storage.engine.MetaTable;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.engine.Transaction;
import org.posthorn.storage.engine.View;
import org.posthorn.storage.shared.GroupedRead;

/// Answers that were read from the directory, good until the next change of it. Thread-safe.
///
/// Where several daemons share the store, the directory's version is a row that every change of it
/// raises, and that is looked at before an answer is given.
final class DirectoryCache {
  private static final int MAX_ANSWERS = 50_000;

  private final Store store;
  private final AtomicLong version = new AtomicLong();
  private final GroupedRead<String, Long> stored = new GroupedRead<>(this::readVersions);
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
    long now = version();
    Answer known = answers.getIfPresent(question);
    if (known != null && known.version == now) {
      return type.cast(known.value);
    }
    T fresh = store.read(read::apply);
    answers.put(question, new Answer(fresh, now));
    return fresh;
  }

  private long version() {
    return store.shared() ? stored.ask(MetaTable.DIRECTORY_VERSION).orElse(0L) : version.get();
  }

  private Map<String, Long> readVersions(Set<String> names) {
    Map<String, Long> versions = new HashMap<>();
    List<byte[]> keys = names.stream().map(MetaTable.TABLE::key).toList();
    store.lookUp(MetaTable.TABLE, keys).stream()
        .flatMap(Optional::stream)
        .forEach(row -> versions.put(row.name(), Long.parseLong(row.value())));
    return versions;
  }

  private static long versionIn(View view, String name) {
    return view.get(MetaTable.TABLE, name)
        .map(MetaTable.Row::value)
        .map(Long::parseLong)
        .orElse(0L);
  }

  /// Makes all answers old once the transaction is durable.
  void dropAfter(Transaction tx) {
    if (store.shared()) {
      String name = MetaTable.DIRECTORY_VERSION;
      long next = versionIn(tx, name) + 1;
      tx.put(MetaTable.TABLE, new MetaTable.Row(name, Long.toString(next)));
    } else {
      tx.afterCommit(version::incrementAndGet);
    }
  }
}
