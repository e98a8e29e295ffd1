package org.posthorn.storage.transfer;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.locks.LockSupport;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.engine.Ahead;
import org.posthorn.storage.engine.ConflictException;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.EngineTransaction;
import org.posthorn.storage.engine.EngineView;
import org.posthorn.storage.engine.MetaTable;
import org.posthorn.storage.engine.Scopes;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.engine.WriteSet;
import org.posthorn.storage.engine.WriteSet.RowChange;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;

/// Writes to an engine that nobody else writes to. What is in the way is tried again for a while:
/// a database may have to elect another node.
record TargetWriter(Engine engine) {
  private static final int MOST_TRIES = 50;
  private static final Duration PAUSE = Duration.ofMillis(200);

  /// Writes rows that are not there.
  <R> void insert(Table<R> table, List<R> rows) {
    insert(table, rows, List.of());
  }

  /// Writes rows that are not there, with bodies.
  <R> void insert(Table<R> table, List<R> rows, List<SpooledBody> bodies) {
    List<RowChange<?>> changes = new ArrayList<>(rows.size());
    rows.forEach(row -> changes.add(change(table, Optional.empty(), row)));
    commit(new WriteSet(changes, bodies, List.of()), table.name());
  }

  /// Writes rows that may be there.
  <R> void replace(Table<R> table, List<R> rows) {
    commit(new WriteSet(replacements(table, rows), List.of(), List.of()), table.name());
  }

  private <R> List<RowChange<?>> replacements(Table<R> table, List<R> rows) {
    List<Optional<R>> before;
    try (EngineView view = engine.view()) {
      before = view.get(table, rows.stream().map(table::keyOf).toList());
    }
    List<RowChange<?>> changes = new ArrayList<>(rows.size());
    for (int i = 0; i < rows.size(); i++) {
      changes.add(change(table, before.get(i), rows.get(i)));
    }
    return changes;
  }

  private static <R> RowChange<R> change(Table<R> table, Optional<R> before, R row) {
    return new RowChange<>(table, table.keyOf(row), before, Optional.of(row), table.encode(row));
  }

  /// Writes the rows of [MetaTable] and deletes the one that marks an unfinished store.
  void finish(List<MetaTable.Row> rows, String mark) {
    List<RowChange<?>> changes = new ArrayList<>(replacements(MetaTable.TABLE, rows));
    byte[] key = MetaTable.TABLE.key(mark);
    try (EngineView view = engine.view()) {
      view.get(MetaTable.TABLE, List.of(key))
          .getFirst()
          .ifPresent(
              row ->
                  changes.add(
                      new RowChange<>(
                          MetaTable.TABLE, key, Optional.of(row), Optional.empty(), new byte[0])));
    }
    commit(new WriteSet(changes, List.of(), List.of()), MetaTable.TABLE.name());
  }

  private void commit(WriteSet writes, String table) {
    if (engine.storageFull()) {
      throw new StorageException(new StorageError.Full("the target's disk is nearly full"));
    }
    for (int i = 1; ; i++) {
      try (EngineTransaction transaction = engine.begin(Scopes.none(), Ahead.NOTHING)) {
        transaction.commit(writes).join();
        return;
      } catch (CompletionException | ConflictException failure) {
        if (!isConflict(failure) || i == MOST_TRIES) {
          throw told(failure, table);
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      } catch (StorageException failure) {
        throw told(failure, table);
      }
    }
  }

  private static boolean isConflict(RuntimeException failure) {
    return failure instanceof ConflictException || failure.getCause() instanceof ConflictException;
  }

  private static StorageException told(RuntimeException failure, String table) {
    return switch (failure) {
      case StorageException e when e.error() instanceof StorageError.Limit(String message) ->
          new StorageException(
              new StorageError.Limit("a row of table %s: %s".formatted(table, message)), e);
      case StorageException e -> e;
      case CompletionException e when e.getCause() instanceof StorageException cause -> cause;
      default ->
          new StorageException(
              new StorageError.Unavailable("the target takes no rows of table " + table), failure);
    };
  }
}
