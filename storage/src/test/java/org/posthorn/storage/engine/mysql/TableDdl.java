package org.posthorn.storage.engine.mysql;

import java.util.List;
import java.util.stream.Collectors;
import org.posthorn.storage.engine.Column;
import org.posthorn.storage.engine.Index;
import org.posthorn.storage.engine.Table;

/// The plainest SQL table for a declared one: for tables that only tests have.
final class TableDdl {
  private TableDdl() {}

  static <R> String create(Table<R> table, String collation) {
    String columns =
        table.columns().stream()
            .map(column -> column(table, column))
            .collect(Collectors.joining(", "));
    String indexes =
        table.indexes().stream()
            .map(index -> ", " + (index.unique() ? "UNIQUE " : "") + key(index))
            .collect(Collectors.joining());
    return "CREATE TABLE `%s` (%s, PRIMARY KEY (%s)%s) COLLATE %s ENGINE=InnoDB"
        .formatted(table.name(), columns, names(table.keyColumns()), indexes, collation);
  }

  private static <R> String key(Index<R> index) {
    return "KEY `" + index.name() + "` (" + names(index.columns()) + ")";
  }

  private static String names(List<? extends Column<?, ?>> columns) {
    return columns.stream().map(c -> '`' + c.name() + '`').collect(Collectors.joining(","));
  }

  private static <R> String column(Table<R> table, Column<R, ?> column) {
    boolean keyed =
        table.keyColumns().contains(column)
            || table.indexes().stream().anyMatch(index -> index.columns().contains(column));
    String type =
        switch (column.type().kind()) {
          case INT64, MICROS -> "BIGINT";
          case UINT32 -> "INT UNSIGNED";
          case INT32 -> "INT";
          case BOOL -> "BOOLEAN";
          case STRING -> keyed ? "VARCHAR(190)" : "LONGTEXT";
          case BYTES -> keyed ? "VARBINARY(255)" : "LONGBLOB";
          case HASH -> "BINARY(32)";
        };
    return "`" + column.name() + "` " + type + (column.type().isOptional() ? "" : " NOT NULL");
  }
}
