package org.posthorn.storage.engine;

import java.util.ArrayList;
import java.util.List;

/// Rows that a transaction is likely to read by their keys, known before it begins. An engine that
/// is far away reads them together with what it asks first; others need not look. A hint and no
/// more: what is not named here is read when the closure asks for it. Immutable.
///
/// @param rows in no order; rows of one table that stand together are asked for together
public record Ahead(List<Row<?>> rows) {
  /// Nothing is known.
  public static final Ahead NOTHING = new Ahead(List.of());

  public Ahead {
    rows = List.copyOf(rows);
  }

  /// A row of a table by its encoded primary key.
  public record Row<R>(Table<R> table, byte[] key) {}

  /// One row.
  ///
  /// @param key a value for each column of the key
  public static <R> Ahead of(Table<R> table, Object... key) {
    return new Ahead(List.of(new Row<>(table, table.key(key))));
  }

  /// Rows of one table by their encoded keys.
  public static <R> Ahead of(Table<R> table, List<byte[]> keys) {
    List<Row<?>> rows = new ArrayList<>(keys.size());
    keys.forEach(key -> rows.add(new Row<>(table, key)));
    return new Ahead(rows);
  }

  /// These and those.
  public Ahead and(Ahead others) {
    List<Row<?>> all = new ArrayList<>(rows.size() + others.rows.size());
    all.addAll(rows);
    all.addAll(others.rows);
    return new Ahead(all);
  }
}
