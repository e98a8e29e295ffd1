package org.posthorn.storage.engine.mysql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthorn.storage.engine.EngineView;
import org.posthorn.storage.engine.Scan;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.model.BlobHash;

/// Reads rows over one connection. The first statement of a read fixes the moment that all of
/// them
/// see.
class MysqlView implements EngineView {
  private static final int FIRST_PAGE = 256;
  private static final int LARGEST_PAGE = 4_096;
  private static final int MOST_KEYS = 512;

  private final Session session;
  private final SqlTables tables;

  MysqlView(Session session, SqlTables tables) {
    this.session = session;
    this.tables = tables;
  }

  /// What follows a SELECT of rows by key.
  String lock(Table<?> table) {
    return "";
  }

  @Override
  public <R> List<Optional<R>> get(Table<R> table, List<byte[]> keys) {
    Map<Key, R> found = new HashMap<>();
    for (int from = 0; from < keys.size(); from += MOST_KEYS) {
      List<byte[]> some = keys.subList(from, Math.min(keys.size(), from + MOST_KEYS));
      SqlTable<R> sql = tables.of(table);
      Sql query = sql.select();
      sql.withKeys(query, padded(some));
      query.add(lock(table));
      for (R row : rows(sql, query)) {
        found.put(new Key(table.keyOf(row)), row);
      }
    }
    return keys.stream().map(key -> Optional.ofNullable(found.get(new Key(key)))).toList();
  }

  /// As many keys as the next power of two, so that few texts of statements are in use.
  static <K> List<K> padded(List<K> keys) {
    int wanted = Integer.highestOneBit(Math.max(1, keys.size() - 1)) << 1;
    if (keys.size() < 2 || wanted == keys.size()) {
      return keys;
    }
    List<K> padded = new ArrayList<>(keys);
    while (padded.size() < wanted) {
      padded.add(keys.getLast());
    }
    return padded;
  }

  @Override
  public <R> void scan(Scan<R> scan, SortedVisitor<R> visitor) {
    SqlTable<R> sql = tables.of(scan.table());
    SqlRange<R> range = new SqlRange<>(scan);
    int left = scan.limit();
    int page = FIRST_PAGE;
    Optional<R> last = Optional.empty();
    while (left > 0) {
      int wanted = Math.min(page, left);
      Sql query = sql.select();
      range.condition(query);
      last.ifPresent(row -> range.behind(query, row));
      range.order(query);
      query.add(" LIMIT " + wanted);
      List<R> rows = rows(sql, query);
      for (R row : rows) {
        if (!visitor.row(scan.sortKey(row), row)) {
          return;
        }
      }
      if (rows.size() < wanted) {
        return;
      }
      last = Optional.of(rows.getLast());
      left -= rows.size();
      page = Math.min(4 * page, LARGEST_PAGE);
    }
  }

  private <R> List<R> rows(SqlTable<R> table, Sql query) {
    return session.call(
        connection -> {
          try (PreparedStatement statement = query.prepare(connection);
              ResultSet results = statement.executeQuery()) {
            List<R> rows = new ArrayList<>();
            while (results.next()) {
              rows.add(table.read(results));
            }
            return rows;
          }
        });
  }

  @Override
  public boolean hasBody(BlobHash hash) {
    return session.call(connection -> BodyTable.exists(connection, hash));
  }

  @Override
  public void close() {
    session.close();
  }

  /// Bytes that can be compared.
  private record Key(byte[] bytes) {
    @Override
    public boolean equals(Object other) {
      return other instanceof Key(byte[] more) && java.util.Arrays.equals(bytes, more);
    }

    @Override
    public int hashCode() {
      return java.util.Arrays.hashCode(bytes);
    }
  }

  /// Something done over a connection.
  @FunctionalInterface
  interface Call<T> {
    T on(Connection connection) throws SQLException;
  }
}
