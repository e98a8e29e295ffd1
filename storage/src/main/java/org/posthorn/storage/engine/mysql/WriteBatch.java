package org.posthorn.storage.engine.mysql;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.engine.WriteSet.RowChange;

/// Statements that go to the server together, a packet's worth at a time: a transaction of a few
/// rows is one round trip. One thread.
final class WriteBatch {
  /// Below the 16 MB that the smallest usual `max_allowed_packet` allows, quoting included.
  private static final long PACKET = 4L << 20;

  private static final int MOST_ROWS = 256;

  private final Connection connection;
  private final SqlTables tables;
  private Sql pending = new Sql();

  WriteBatch(Connection connection, SqlTables tables) {
    this.connection = connection;
    this.tables = tables;
  }

  /// Where to write the next statement; what is there already was ended or sent.
  Sql statement() throws SQLException {
    if (pending.bytes() > PACKET) {
      flush();
    }
    if (!pending.isEmpty()) {
      pending.add(";");
    }
    return pending;
  }

  /// Sends what is pending.
  void flush() throws SQLException {
    if (!pending.isEmpty()) {
      Sql sql = pending;
      pending = new Sql();
      sql.execute(connection);
    }
  }

  /// Adds changed rows: deletions first, so that what they free can be taken again.
  void rows(List<RowChange<?>> changes) throws SQLException {
    Map<Table<?>, List<RowChange<?>>> byTable = new LinkedHashMap<>();
    for (RowChange<?> change : changes) {
      byTable.computeIfAbsent(change.table(), _ -> new ArrayList<>()).add(change);
    }
    for (Map.Entry<Table<?>, List<RowChange<?>>> entry : byTable.entrySet()) {
      table(entry.getKey(), entry.getValue());
    }
  }

  @SuppressWarnings("unchecked") // the changes are of this table
  private <R> void table(Table<R> table, List<RowChange<?>> changes) throws SQLException {
    List<byte[]> deleted = new ArrayList<>();
    List<R> fresh = new ArrayList<>();
    List<R> changed = new ArrayList<>();
    for (RowChange<?> any : changes) {
      RowChange<R> change = (RowChange<R>) any;
      Optional<R> after = change.after();
      if (after.isEmpty()) {
        deleted.add(change.key());
      } else if (change.before().isEmpty()) {
        fresh.add(after.get());
      } else {
        changed.add(after.get());
      }
    }
    SqlTable<R> sql = tables.of(table);
    for (List<byte[]> part : parts(deleted)) {
      sql.delete(statement(), part);
    }
    if (sql.replaceable()) {
      for (List<R> part : parts(changed)) {
        sql.replace(statement(), part);
      }
    }
    for (List<R> part : parts(fresh)) {
      sql.insert(statement(), part);
    }
  }

  /// Parts whose sizes are powers of two, so that few texts of statements are in use.
  private static <T> List<List<T>> parts(List<T> all) {
    List<List<T>> parts = new ArrayList<>();
    int from = 0;
    while (from < all.size()) {
      int size = Math.min(MOST_ROWS, Integer.highestOneBit(all.size() - from));
      parts.add(all.subList(from, from + size));
      from += size;
    }
    return parts;
  }
}
