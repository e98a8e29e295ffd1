package org.posthorn.storage.engine.mysql;

import java.sql.ResultSet;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthorn.storage.engine.EngineView;
import org.posthorn.storage.engine.Scan;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.model.BlobHash;

/// Reads rows by asking [Question]s.
abstract class MysqlView implements EngineView {
  private static final int FIRST_PAGE = 256;
  private static final int LARGEST_PAGE = 4_096;

  private final SqlTables tables;

  MysqlView(SqlTables tables) {
    this.tables = tables;
  }

  /// The answer, once it is there.
  abstract <T> T ask(Question<T> question);

  /// How rows of this table that are read by key are locked.
  abstract Question.Lock lock(Table<?> table);

  @Override
  public <R> List<Optional<R>> get(Table<R> table, List<byte[]> keys) {
    List<Optional<R>> rows = new ArrayList<>(keys.size());
    for (int from = 0; from < keys.size(); from += Round.MOST_KEYS) {
      List<byte[]> some = keys.subList(from, Math.min(keys.size(), from + Round.MOST_KEYS));
      Map<RowKey, R> found = ask(byKeys(table, some));
      some.forEach(key -> rows.add(Optional.ofNullable(found.get(new RowKey(table, key)))));
    }
    return rows;
  }

  /// @param keys at most [Round#MOST_KEYS]
  final <R> Question.ByKey<R> byKeys(Table<R> table, List<byte[]> keys) {
    return new Question.ByKey<>(table, tables.of(table), keys, lock(table));
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
    return ask(
        new Question.Select<>(
            query,
            found -> {
              List<R> rows = new ArrayList<>();
              while (found.next()) {
                rows.add(table.read(found));
              }
              return rows;
            }));
  }

  @Override
  public boolean hasBody(BlobHash hash) {
    return ask(new Question.Select<>(BodyTable.exists(hash), ResultSet::next));
  }
}
