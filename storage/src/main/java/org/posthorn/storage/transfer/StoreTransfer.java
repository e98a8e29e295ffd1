package org.posthorn.storage.transfer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthorn.storage.blob.Spool;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.EngineView;
import org.posthorn.storage.engine.KeyRange;
import org.posthorn.storage.engine.MetaTable;
import org.posthorn.storage.engine.Scan;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.maintenance.Progress;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.schema.AccountShardRow;
import org.posthorn.storage.schema.BlobRow;
import org.posthorn.storage.schema.Schema;

/// One transfer of a store to another engine. Run again after it was interrupted, it goes on where
/// it stopped; run to its end, it has read all of both stores and compared them. One thread, which
/// is a platform thread: engines make native calls.
///
/// A store whose accounts lie in several databases is not moved ([StorageError.Denied]).
///
/// Errors: [StorageException] with [StorageError.Exists] when the target holds mail of its own or
/// of another source, [StorageError.Corrupt] when a body of the source is damaged or the two stores
/// differ in the end, [StorageError.Full] when the target's disk is.
public final class StoreTransfer {
  private final Engine source;
  private final Engine target;
  private final Progress progress;
  private final TargetWriter writer;
  private final BodyCopy bodies;

  /// @param source an open engine whose store has the current format
  /// @param target an open engine on which no store is open
  /// @param spool where bodies wait, on the target's file system if that is the embedded engine
  public StoreTransfer(Engine source, Engine target, Spool spool, Progress progress) {
    this.source = source;
    this.target = target;
    this.progress = progress;
    this.writer = new TargetWriter(target);
    this.bodies = new BodyCopy(source, spool, writer);
  }

  /// What was moved.
  ///
  /// @param rows how many rows of each table, by its name
  /// @param resumed whether an earlier transfer had begun it
  public record Report(Map<String, Long> rows, boolean resumed) {}

  /// All tables that an engine of a mail store is opened with.
  public static List<Table<?>> tables() {
    List<Table<?>> tables = new ArrayList<>(Schema.TABLES);
    tables.add(MetaTable.TABLE);
    return tables;
  }

  /// Copies what is not there yet, compares everything, and gives the target free.
  public Report run() {
    if (last(source, AccountShardRow.TABLE).isPresent()) {
      throw new StorageException(
          new StorageError.Denied("some accounts lie in shards, which are not moved along"));
    }
    boolean resumed = claim();
    for (Table<?> table : Schema.TABLES) {
      copy(table);
    }
    Map<String, Long> rows = new LinkedHashMap<>();
    for (Table<?> table : Schema.TABLES) {
      rows.put(table.name(), compare(table));
    }
    bodies.check(target, rows.getOrDefault(BlobRow.TABLE.name(), 0L), progress);
    release();
    return new Report(rows, resumed);
  }

  /// Marks the target as this source's.
  ///
  /// @return whether it was marked already
  private boolean claim() {
    Map<String, MetaTable.Row> there = meta(target);
    String id = sourceId();
    if (there.containsKey(MetaTable.TRANSFER)) {
      if (!there.get(MetaTable.TRANSFER).value().equals(id)) {
        throw exists("the target holds a part of another store");
      }
      return true;
    }
    for (Table<?> table : Schema.TABLES) {
      if (last(target, table).isPresent()) {
        throw exists("the target is not empty: it has rows in table " + table.name());
      }
    }
    MetaTable.Row format = there.get(MetaTable.FORMAT);
    if (format != null && newer(format)) {
      throw exists("the target was made by a newer Posthorn");
    }
    writer.replace(MetaTable.TABLE, List.of(new MetaTable.Row(MetaTable.TRANSFER, id)));
    return false;
  }

  private boolean newer(MetaTable.Row format) {
    MetaTable.Row ours = meta(source).get(MetaTable.FORMAT);
    return ours == null || Integer.parseInt(format.value()) > Integer.parseInt(ours.value());
  }

  private static StorageException exists(String message) {
    return new StorageException(new StorageError.Exists(message));
  }

  private String sourceId() {
    MetaTable.Row row = meta(source).get(MetaTable.STORE_ID);
    if (row == null) {
      throw new StorageException(new StorageError.Missing("the source is not a mail store"));
    }
    return row.value();
  }

  private static Map<String, MetaTable.Row> meta(Engine engine) {
    Map<String, MetaTable.Row> rows = new LinkedHashMap<>();
    try (EngineView view = engine.view()) {
      view.scan(
          Scan.of(MetaTable.TABLE, KeyRange.all()), (_, row) -> rows.put(row.name(), row) == null);
    }
    return rows;
  }

  static <R> Optional<R> last(Engine engine, Table<R> table) {
    List<R> found = new ArrayList<>(1);
    try (EngineView view = engine.view()) {
      view.scan(
          Scan.of(table, KeyRange.all()).reversed().limit(1),
          (_, row) -> {
            found.add(row);
            return false;
          });
    }
    return found.stream().findFirst();
  }

  private <R> void copy(Table<R> table) {
    RowPages<R> pages = new RowPages<>(source, table, last(target, table));
    String what = "copying " + table.name();
    long total = Fingerprint.count(source, table);
    long done = Fingerprint.count(target, table);
    progress.progress(what, done, total);
    for (List<R> page = pages.next(); !page.isEmpty(); page = pages.next()) {
      if (table == (Table<?>) BlobRow.TABLE) {
        bodies.copy(page.stream().map(BlobRow.class::cast).toList());
      } else {
        writer.insert(table, page);
      }
      done += page.size();
      progress.progress(what, done, total);
    }
  }

  /// @return how many rows there are
  private <R> long compare(Table<R> table) {
    String what = "comparing " + table.name();
    Fingerprint here = Fingerprint.of(source, table, what, progress);
    Fingerprint there = Fingerprint.of(target, table, what, progress);
    if (!here.equals(there)) {
      throw new StorageException(
          new StorageError.Corrupt(
              "table %s differs: %d rows here, %d there; the source was changed meanwhile, or the"
                      .formatted(table.name(), here.rows(), there.rows())
                  + " target was. Empty the target and begin anew"));
    }
    return here.rows();
  }

  /// Makes the target the same store as the source. Which daemons have numbers of nodes is not
  /// taken along: they are another store's from now on.
  private void release() {
    Map<String, MetaTable.Row> rows = meta(source);
    long ceiling =
        rows.values().stream()
            .filter(row -> row.name().startsWith(MetaTable.CLOCK_CEILING))
            .mapToLong(row -> Long.parseLong(row.value()))
            .max()
            .orElse(0);
    rows.keySet().removeIf(name -> name.startsWith(MetaTable.NODE));
    rows.put(
        MetaTable.CLOCK_CEILING,
        new MetaTable.Row(MetaTable.CLOCK_CEILING, Long.toString(ceiling)));
    writer.finish(List.copyOf(rows.values()), MetaTable.TRANSFER);
  }
}
