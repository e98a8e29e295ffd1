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
  /// @param lock how they are locked until the transaction's end
  record ByKey<R>(Table<R> table, SqlTable<R> sql, List<byte[]> keys, Lock lock)
      implements Question<Map<RowKey, R>> {}

  /// How rows are locked.
  enum Lock {
    NONE(""),
    /// Against those who write them.
    SHARED(" LOCK IN SHARE MODE"),
    /// Against those who write them, or read them to be changed.
    EXCLUSIVE(" FOR UPDATE");

    private final String suffix;

    Lock(String suffix) {
      this.suffix = suffix;
    }

    /// What stands behind the statement.
    String suffix() {
      return suffix;
    }
  }

  /// A statement of its own.
  record Select<T>(Sql sql, Answer<T> answer) implements Question<T> {}

  /// Reads what a statement has found.
  @FunctionalInterface
  interface Answer<T> {
    T read(ResultSet found) throws SQLException;
  }
}
