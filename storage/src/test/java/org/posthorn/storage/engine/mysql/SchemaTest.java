package org.posthorn.storage.engine.mysql;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.storage.engine.Column;
import org.posthorn.storage.engine.Index;
import org.posthorn.storage.engine.MetaTable;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.schema.Schema;

/// What the migrations make is what the code declares.
@EnabledIf("org.posthorn.storage.engine.mysql.DatabaseServer#available")
class SchemaTest {
  static List<Table<?>> tables() {
    List<Table<?>> all = new ArrayList<>(Schema.TABLES);
    all.add(MetaTable.TABLE);
    return all;
  }

  @ParameterizedTest
  @MethodSource("tables")
  <R> void tablesHaveTheDeclaredColumnsKeysAndIndexes(Table<R> table) throws SQLException {
    try (TestDatabase database = TestDatabase.take();
        MysqlEngine _ = database.open();
        Connection connection = DatabaseServer.shared().connect(database.name())) {
      assertEquals(
          table.columns().stream().map(SchemaTest::declared).toList(),
          strings(
              connection,
              "SELECT CONCAT(column_name,' ',CASE WHEN data_type IN ('varchar','mediumtext')"
                  + " THEN 'text' WHEN data_type IN ('varbinary','blob','mediumblob')"
                  + " THEN 'bytes' ELSE data_type END,' ',is_nullable)"
                  + " FROM information_schema.columns WHERE table_schema=DATABASE()"
                  + " AND table_name=? ORDER BY ordinal_position",
              table.name()));
      assertEquals(indexes(table), new TreeSet<>(strings(connection, INDEXES, table.name())));
    }
  }

  private static final String INDEXES =
      "SELECT CONCAT(index_name,' ',1-non_unique,' ',"
          + "GROUP_CONCAT(column_name ORDER BY seq_in_index))"
          + " FROM information_schema.statistics WHERE table_schema=DATABASE() AND table_name=?"
          + " GROUP BY index_name,non_unique";

  private static <R> TreeSet<String> indexes(Table<R> table) {
    TreeSet<String> all = new TreeSet<>();
    all.add("PRIMARY 1 " + names(table.keyColumns()));
    for (Index<R> index : table.indexes()) {
      all.add(index.name() + (index.unique() ? " 1 " : " 0 ") + names(index.columns()));
    }
    return all;
  }

  private static String names(List<? extends Column<?, ?>> columns) {
    return String.join(",", columns.stream().map(Column::name).toList());
  }

  private static String declared(Column<?, ?> column) {
    return column.name() + " " + type(column) + (column.type().isOptional() ? " YES" : " NO");
  }

  private static String type(Column<?, ?> column) {
    return switch (column.type().kind()) {
      case INT64, MICROS -> "bigint";
      case UINT32, INT32 -> "int";
      case BOOL -> "tinyint";
      case HASH -> "binary";
      case BYTES -> "bytes";
      case STRING -> "text";
    };
  }

  private static List<String> strings(Connection connection, String sql, String table)
      throws SQLException {
    try (PreparedStatement statement = connection.prepareStatement(sql)) {
      statement.setString(1, table);
      List<String> all = new ArrayList<>();
      try (ResultSet results = statement.executeQuery()) {
        while (results.next()) {
          all.add(results.getString(1));
        }
      }
      return all;
    }
  }

  @Test
  void aSecondDaemonFindsNothingToDo() throws SQLException {
    try (TestDatabase database = TestDatabase.take();
        MysqlEngine _ = database.open();
        MysqlEngine _ = database.open();
        Connection connection = DatabaseServer.shared().connect(database.name())) {
      assertEquals(
          List.of("2"),
          strings(connection, "SELECT COUNT(*) FROM schema_migration WHERE ''<>?", "x"));
    }
  }
}
