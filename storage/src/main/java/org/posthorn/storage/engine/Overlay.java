package org.posthorn.storage.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.TreeMap;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.engine.UnscopedGuard.Noted;
import org.posthorn.storage.engine.UnscopedGuard.RowKey;
import org.posthorn.storage.engine.WriteSet.RowChange;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;

/// A transaction's own writes laid over what the engine has: reads and scans see both. One thread.
final class Overlay implements Transaction {
  private final EngineView engine;
  private final Scopes scopes;
  private final UnscopedGuard guard;
  private final boolean full;
  private final boolean keeps;
  private final Map<Table<?>, TableChanges<?>> changes = new HashMap<>();
  private final Map<BlobHash, SpooledBody> newBodies = new LinkedHashMap<>();
  private final Map<BlobHash, Boolean> deletedBodies = new LinkedHashMap<>();
  private final Map<RowKey, Optional<?>> kept = new HashMap<>();
  private final Map<RowKey, Noted> noted = new HashMap<>();
  private final List<Runnable> afterCommit = new ArrayList<>();
  private int rows;
  private long bytes;

  /// @param full whether new mail is refused
  /// @param keeps whether rows that were read are kept, as reading them again is expensive
  Overlay(EngineView engine, Scopes scopes, UnscopedGuard guard, boolean full, boolean keeps) {
    this.keeps = keeps;
    this.engine = engine;
    this.scopes = scopes;
    this.guard = guard;
    this.full = full;
  }

  /// The changes of one table, by primary key; and its live changed rows by each index.
  private static final class TableChanges<R> {
    final NavigableMap<byte[], RowChange<R>> byKey = new TreeMap<>(Arrays::compareUnsigned);
    final Map<Index<R>, NavigableMap<byte[], R>> byIndex = new HashMap<>();

    void set(RowChange<R> change) {
      RowChange<R> earlier = byKey.put(change.key(), change);
      for (Index<R> index : change.table().indexes()) {
        NavigableMap<byte[], R> entries =
            byIndex.computeIfAbsent(index, _ -> new TreeMap<>(Arrays::compareUnsigned));
        if (earlier != null) {
          earlier.after().ifPresent(row -> entries.remove(index.entry(row)));
        }
        change.after().ifPresent(row -> entries.put(index.entry(row), row));
      }
    }
  }

  @SuppressWarnings("unchecked")
  private <R> Optional<TableChanges<R>> changesOf(Table<R> table) {
    return Optional.ofNullable((TableChanges<R>) changes.get(table));
  }

  private <R> Optional<RowChange<R>> changeOf(Table<R> table, byte[] key) {
    return changesOf(table).map(found -> found.byKey.get(key));
  }

  @Override
  public <R> Optional<R> get(Table<R> table, Object... key) {
    return current(table, table.key(key));
  }

  private <R> Optional<R> current(Table<R> table, byte[] key) {
    Optional<RowChange<R>> change = changeOf(table, key);
    return change.isPresent() ? change.get().after() : stored(table, key);
  }

  @SuppressWarnings("unchecked") // rows are kept by their table
  private <R> Optional<R> stored(Table<R> table, byte[] key) {
    if (keeps && kept.get(new RowKey(table, key)) instanceof Optional<?> row) {
      return (Optional<R>) row;
    }
    return load(table, List.of(key)).getFirst();
  }

  private <R> List<Optional<R>> load(Table<R> table, List<byte[]> keys) {
    keys.forEach(key -> note(table, key));
    List<Optional<R>> rows = engine.get(table, keys);
    if (keeps) {
      for (int i = 0; i < rows.size(); i++) {
        kept.put(new RowKey(table, keys.get(i)), rows.get(i));
      }
    }
    return rows;
  }

  private void note(Table<?> table, byte[] key) {
    if (!table.scoped()) {
      noted.computeIfAbsent(new RowKey(table, key), guard::note);
    }
  }

  @Override
  public <R> List<Optional<R>> getAll(Table<R> table, List<byte[]> keys) {
    if (!changes.containsKey(table)) {
      return load(table, keys);
    }
    List<byte[]> wanted = keys.stream().filter(key -> changeOf(table, key).isEmpty()).toList();
    Iterator<Optional<R>> found = load(table, wanted).iterator();
    List<Optional<R>> all = new ArrayList<>(keys.size());
    for (byte[] key : keys) {
      Optional<RowChange<R>> change = changeOf(table, key);
      all.add(change.isPresent() ? change.get().after() : found.next());
    }
    return all;
  }

  @Override
  public <R> void forEach(Scan<R> scan, RowVisitor<R> visitor) {
    if (scan.limit() == 0) {
      return;
    }
    Optional<TableChanges<R>> changed = changesOf(scan.table());
    if (changed.isEmpty()) {
      engine.scan(scan, (_, row) -> visitor.row(row));
    } else {
      new OverlayScan<>(scan, changed.get().byKey, inOrder(scan, changed.get()), visitor)
          .run(engine);
    }
  }

  /// The live changed rows inside a scan's range, in its order.
  private static <R> NavigableMap<byte[], R> inOrder(Scan<R> scan, TableChanges<R> changed) {
    KeyRange.Encoded range = scan.encoded();
    NavigableMap<byte[], R> rows = new TreeMap<>(Arrays::compareUnsigned);
    if (scan.index().isPresent()) {
      NavigableMap<byte[], R> entries = changed.byIndex.get(scan.index().get());
      if (entries != null) {
        rows.putAll(within(entries, range));
      }
    } else {
      within(changed.byKey, range)
          .forEach((key, change) -> change.after().ifPresent(row -> rows.put(key, row)));
    }
    return scan.reverse() ? rows.descendingMap() : rows;
  }

  private static <V> NavigableMap<byte[], V> within(
      NavigableMap<byte[], V> map, KeyRange.Encoded range) {
    if (range.to().isEmpty()) {
      return map.tailMap(range.from(), true);
    }
    byte[] to = range.to().get();
    return Arrays.compareUnsigned(range.from(), to) >= 0
        ? new TreeMap<>(map.comparator())
        : map.subMap(range.from(), true, to, false);
  }

  @Override
  public boolean hasBody(BlobHash hash) {
    if (newBodies.containsKey(hash)) {
      return true;
    }
    return !deletedBodies.containsKey(hash) && engine.hasBody(hash);
  }

  @Override
  public <R> void put(Table<R> table, R row) {
    write(table, row, false);
  }

  @Override
  public <R> void insert(Table<R> table, R row) {
    write(table, row, true);
  }

  @Override
  public <R> void putNew(Table<R> table, R row) {
    checkScope(table, row);
    byte[] key = table.keyOf(row);
    Optional<R> current = changeOf(table, key).flatMap(RowChange::after);
    change(table, key, current, Optional.of(row), table.encode(row));
  }

  private <R> void write(Table<R> table, R row, boolean mustBeNew) {
    checkScope(table, row);
    byte[] key = table.keyOf(row);
    Optional<R> current = current(table, key);
    if (mustBeNew && current.isPresent()) {
      throw exists(table);
    }
    current.ifPresent(old -> checkScope(table, old));
    checkUnique(table, row, key, current);
    change(table, key, current, Optional.of(row), table.encode(row));
  }

  @Override
  public <R> boolean delete(Table<R> table, Object... keyValues) {
    byte[] key = table.key(keyValues);
    Optional<R> current = current(table, key);
    if (current.isEmpty()) {
      return false;
    }
    checkScope(table, current.get());
    change(table, key, current, Optional.empty(), new byte[0]);
    return true;
  }

  /// @param current the row as the transaction saw it until now
  private <R> void change(
      Table<R> table, byte[] key, Optional<R> current, Optional<R> after, byte[] encoded) {
    TableChanges<R> ofTable = changesOf(table).orElseGet(() -> newChanges(table));
    RowChange<R> earlier = ofTable.byKey.get(key);
    if (earlier == null) {
      count(1, key.length + encoded.length);
      ofTable.set(new RowChange<>(table, key, current, after, encoded));
      markWritten(table, key);
    } else {
      count(0, (long) encoded.length - earlier.encoded().length);
      ofTable.set(new RowChange<>(table, key, earlier.before(), after, encoded));
    }
  }

  private <R> TableChanges<R> newChanges(Table<R> table) {
    TableChanges<R> fresh = new TableChanges<>();
    changes.put(table, fresh);
    return fresh;
  }

  private void markWritten(Table<?> table, byte[] key) {
    if (!table.scoped()) {
      noted.computeIfAbsent(new RowKey(table, key), guard::note).markWritten();
    }
  }

  private void count(int moreRows, long moreBytes) {
    rows += moreRows;
    bytes += moreBytes;
    if (rows > MAX_ROWS) {
      throw tooLarge("%d rows".formatted(MAX_ROWS));
    }
    if (bytes > MAX_BYTES) {
      throw tooLarge("%d bytes of rows".formatted(MAX_BYTES));
    }
  }

  private static StorageException tooLarge(String limit) {
    return new StorageException(new StorageError.Limit("a transaction changes at most " + limit));
  }

  private <R> void checkScope(Table<R> table, R row) {
    Optional<Scope> scope = table.scopeOf(row);
    if (scope.isPresent() && !scopes.contains(scope.get())) {
      throw new IllegalStateException(
          "a row of %s belongs to %s, which the transaction has not locked"
              .formatted(table.name(), scope.get()));
    }
  }

  private <R> void checkUnique(Table<R> table, R row, byte[] key, Optional<R> current) {
    for (Index<R> index : table.indexes()) {
      if (index.unique()
          && !index.hasAbsent(row)
          && !sameEntry(index, row, current)
          && taken(index, row, key)) {
        throw exists(table);
      }
    }
  }

  /// A row that keeps its place in an index needs no look at the others.
  private static <R> boolean sameEntry(Index<R> index, R row, Optional<R> current) {
    return current.isPresent() && Arrays.equals(index.prefix(row), index.prefix(current.get()));
  }

  private <R> boolean taken(Index<R> index, R row, byte[] key) {
    Object[] values = index.columns().stream().map(column -> column.value(row)).toArray();
    Scan<R> scan = Scan.of(index, KeyRange.prefix(values)).limit(2);
    return scan(scan).stream().anyMatch(other -> !Arrays.equals(index.table().keyOf(other), key));
  }

  private static StorageException exists(Table<?> table) {
    return new StorageException(
        new StorageError.Exists("such " + table.name() + " exists already"));
  }

  @Override
  public void putBody(SpooledBody body) {
    deletedBodies.remove(body.hash());
    newBodies.put(body.hash(), body);
  }

  @Override
  public void deleteBody(BlobHash hash) {
    newBodies.remove(hash);
    deletedBodies.put(hash, true);
  }

  @Override
  public void markNewMail() {
    if (full) {
      throw new StorageException(new StorageError.Full("the disk is nearly full"));
    }
  }

  @Override
  public void afterCommit(Runnable action) {
    afterCommit.add(action);
  }

  WriteSet writes() {
    List<RowChange<?>> all = new ArrayList<>(rows);
    for (TableChanges<?> ofTable : changes.values()) {
      for (RowChange<?> change : ofTable.byKey.values()) {
        if (change.before().isPresent() || change.after().isPresent()) {
          all.add(change);
        }
      }
    }
    return new WriteSet(all, List.copyOf(newBodies.values()), List.copyOf(deletedBodies.keySet()));
  }

  Collection<Noted> noted() {
    return noted.values();
  }

  List<Runnable> actions() {
    return afterCommit;
  }
}
