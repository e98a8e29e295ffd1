package org.posthorn.storage.engine.mysql;

import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import org.posthorn.storage.engine.Column;
import org.posthorn.storage.engine.ColumnType;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.engine.Values;
import org.posthorn.storage.model.BlobHash;

/// The statements of one table. Immutable.
final class SqlTable<R> {
  private final Table<R> table;
  private final String select;
  private final String insert;
  private final String replace;

  SqlTable(Table<R> table) {
    this.table = table;
    String columns = names(table.columns());
    this.select = "SELECT " + columns + " FROM `" + table.name() + "` WHERE ";
    this.insert = "INSERT INTO `" + table.name() + "` (" + columns + ") VALUES ";
    List<Column<R, ?>> rest =
        table.columns().stream().filter(column -> !table.keyColumns().contains(column)).toList();
    this.replace =
        rest.isEmpty()
            ? ""
            : " ON DUPLICATE KEY UPDATE "
                + rest.stream()
                    .map(column -> "`%1$s`=VALUES(`%1$s`)".formatted(column.name()))
                    .collect(Collectors.joining(","));
  }

  private static String names(List<? extends Column<?, ?>> columns) {
    return columns.stream()
        .map(column -> '`' + column.name() + '`')
        .collect(Collectors.joining(","));
  }

  /// `SELECT` all columns up to and including `WHERE`.
  Sql select() {
    return Sql.of(select);
  }

  /// Rows that were absent.
  void insert(Sql out, List<R> rows) {
    out.add(insert);
    values(out, rows);
  }

  /// Rows that were there.
  void replace(Sql out, List<R> rows) {
    if (!replace.isEmpty()) {
      out.add(insert);
      values(out, rows);
      out.add(replace);
    }
  }

  /// Whether [#replace] has anything to change.
  boolean replaceable() {
    return !replace.isEmpty();
  }

  private void values(Sql out, List<R> rows) {
    for (int i = 0; i < rows.size(); i++) {
      if (i > 0) {
        out.add(",");
      }
      R row = rows.get(i);
      out.row(table.columns().stream().map(column -> column.raw(row)).toList());
    }
  }

  void delete(Sql out, List<byte[]> keys) {
    out.add("DELETE FROM `").add(table.name()).add("` WHERE ");
    withKeys(out, keys);
  }

  /// A condition that names rows by their keys: `a=? AND b IN (…)` where all columns but the last
  /// agree, else an OR of ANDs, which both servers turn into ranges of the key.
  void withKeys(Sql out, List<byte[]> keys) {
    List<List<Object>> raw = keys.stream().map(table::rawKey).toList();
    int last = table.keyColumns().size() - 1;
    List<Object> first = raw.getFirst();
    if (raw.stream().allMatch(key -> agree(key, first, last))) {
      for (int i = 0; i < last; i++) {
        out.name(table.keyColumns().get(i)).add("=").value(first.get(i)).add(" AND ");
      }
      out.name(table.keyColumns().get(last)).add(" IN ");
      out.row(raw.stream().map(key -> key.get(last)).toList());
    } else {
      for (int i = 0; i < raw.size(); i++) {
        out.add(i == 0 ? "(" : " OR (");
        for (int c = 0; c <= last; c++) {
          out.add(c == 0 ? "" : " AND ").name(table.keyColumns().get(c));
          out.add("=").value(raw.get(i).get(c));
        }
        out.add(")");
      }
    }
  }

  private static boolean agree(List<Object> a, List<Object> b, int columns) {
    for (int i = 0; i < columns; i++) {
      boolean same =
          a.get(i) instanceof byte[] octets
              ? Arrays.equals(octets, (byte[]) b.get(i))
              : a.get(i).equals(b.get(i));
      if (!same) {
        return false;
      }
    }
    return true;
  }

  /// The row where the cursor stands.
  R read(ResultSet results) throws SQLException {
    List<Object> raw = new ArrayList<>(table.columns().size());
    int position = 0;
    for (Column<R, ?> column : table.columns()) {
      raw.add(raw(results, ++position, column.type()));
    }
    return table.row(Values.ofRaw(raw));
  }

  private static Object raw(ResultSet results, int position, ColumnType<?> type)
      throws SQLException {
    Object raw =
        switch (type.kind()) {
          case INT64, UINT32, MICROS -> results.getLong(position);
          case INT32 -> results.getInt(position);
          case BOOL -> results.getBoolean(position);
          case STRING -> Objects.requireNonNullElse(results.getString(position), "");
          case BYTES -> Objects.requireNonNullElse(results.getBytes(position), new byte[0]);
          case HASH ->
              BlobHash.of(Objects.requireNonNullElse(results.getBytes(position), new byte[32]));
        };
    return type.isOptional() && results.wasNull() ? ColumnType.ABSENT : raw;
  }
}
