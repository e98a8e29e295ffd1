package org.posthorn.storage.state;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import org.posthorn.storage.engine.KeyRange;
import org.posthorn.storage.engine.Scan;
import org.posthorn.storage.engine.Scopes;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.engine.View;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.schema.StateRow;

/// The state store in the rows of the store. Thread-safe.
public final class StoredStateStore implements StateStore {
  private static final int MAX_KEY = 512;
  private static final int MAX_VALUE = 64 * 1024;

  /// Rows of one transaction.
  private static final int BATCH = 500;

  private final Store store;
  private final Clock clock;

  public StoredStateStore(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  @Override
  public Optional<Entry> get(String kind, String key) {
    return store.read(view -> find(view, kind, key));
  }

  private Optional<Entry> find(View view, String kind, String key) {
    return view.get(StateRow.TABLE, kind, key)
        .filter(row -> row.expiresAt().isAfter(clock.instant()))
        .map(row -> new Entry(row.value(), row.expiresAt()));
  }

  @Override
  public void put(String kind, String key, Entry entry) {
    StateRow row = row(kind, key, entry);
    store.run(Scopes.none(), tx -> tx.put(StateRow.TABLE, row));
  }

  @Override
  public void putAll(String kind, Map<String, Entry> entries) {
    if (entries.size() > BATCH) {
      throw new StorageException(new StorageError.Limit("too many state rows at once"));
    }
    List<StateRow> rows =
        entries.entrySet().stream().map(e -> row(kind, e.getKey(), e.getValue())).toList();
    store.run(Scopes.none(), tx -> rows.forEach(row -> tx.put(StateRow.TABLE, row)));
  }

  @Override
  public SortedMap<String, Entry> list(String kind, String start, String after, int limit) {
    SortedMap<String, Entry> found = new TreeMap<>();
    String last = after;
    int read = limit;
    while (read > 0 && found.size() < limit) {
      KeyRange range = KeyRange.prefix(kind).startingWith(start);
      int wanted = Math.min(BATCH, limit - found.size());
      Scan<StateRow> scan =
          Scan.of(StateRow.TABLE, last.isEmpty() ? range : range.after(last)).limit(wanted);
      List<StateRow> rows = store.read(view -> view.scan(scan));
      rows.stream()
          .filter(row -> row.expiresAt().isAfter(clock.instant()))
          .forEach(row -> found.put(row.key(), new Entry(row.value(), row.expiresAt())));
      read = rows.size() < wanted ? 0 : rows.size();
      last = rows.isEmpty() ? last : rows.getLast().key();
    }
    return found;
  }

  @Override
  public Optional<Entry> update(String kind, String key, UnaryOperator<Optional<Entry>> change) {
    return store.transact(
        Scopes.none(),
        tx -> {
          Optional<Entry> after = change.apply(find(tx, kind, key));
          if (after.isPresent()) {
            tx.put(StateRow.TABLE, row(kind, key, after.get()));
          } else {
            tx.delete(StateRow.TABLE, kind, key);
          }
          return after;
        });
  }

  @Override
  public void remove(String kind, String key) {
    store.run(Scopes.none(), tx -> tx.delete(StateRow.TABLE, kind, key));
  }

  @Override
  public int sweep(Instant now, int limit) {
    int removed = 0;
    while (removed < limit) {
      int batch = sweepBatch(now, Math.min(BATCH, limit - removed));
      if (batch == 0) {
        break;
      }
      removed += batch;
    }
    return removed;
  }

  private int sweepBatch(Instant now, int limit) {
    Scan<StateRow> expired =
        Scan.of(StateRow.BY_EXPIRY, KeyRange.all().to(now.truncatedTo(ChronoUnit.MICROS)))
            .limit(limit);
    return store.transact(
        Scopes.none(),
        tx -> {
          List<StateRow> rows = tx.scan(expired);
          // The scan is not guarded: a row that was renewed meanwhile is looked at by its key.
          rows.stream()
              .filter(
                  row ->
                      tx.get(StateRow.TABLE, row.kind(), row.key())
                          .filter(current -> !current.expiresAt().isAfter(now))
                          .isPresent())
              .forEach(row -> tx.delete(StateRow.TABLE, row.kind(), row.key()));
          return rows.size();
        });
  }

  private static StateRow row(String kind, String key, Entry entry) {
    if (key.getBytes(StandardCharsets.UTF_8).length > MAX_KEY || entry.value().length > MAX_VALUE) {
      throw new StorageException(new StorageError.Limit("a state row is too large"));
    }
    return new StateRow(kind, key, entry.value(), entry.expiresAt().truncatedTo(ChronoUnit.MICROS));
  }
}
