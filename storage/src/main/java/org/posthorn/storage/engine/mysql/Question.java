package org.posthorn.storage.engine.mysql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.posthorn.storage.engine.Table;

/// What a view asks of the database; a [Round] asks several with one request. Immutable.
///
/// @param <T> the answer
sealed interface Question<T> {
  /// Rows by their keys. The answer may have rows that others asked for in the same round.
  ///
  /// @param keys at most as many as one statement should have
  /// @param locked whether they are locked until the transaction's end
  record ByKey<R>(Table<R> table, SqlTable<R> sql, List<byte[]> keys, boolean locked)
      implements Question<Map<RowKey, R>> {}

  /// A statement of its own.
  record Select<T>(Sql sql, Answer<T> answer) implements Question<T> {}

  /// Reads what a statement has found.
  @FunctionalInterface
  interface Answer<T> {
    T read(ResultSet found) throws SQLException;
  }
}
