package org.posthorn.storage.engine;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// A secondary index of a table, declared by [Table.Builder#index]. It orders rows by its columns,
/// then by primary key. Immutable once the table is built.
public final class Index<R> {
  private final int number;
  private final String name;
  private final List<Column<R, ?>> columns;
  private final boolean unique;
  private @Nullable Table<R> table;

  Index(int number, String name, List<Column<R, ?>> columns, boolean unique) {
    this.number = number;
    this.name = name;
    this.columns = columns;
    this.unique = unique;
  }

  void belongsTo(Table<R> owner) {
    table = owner;
  }

  /// Its number within the table, from 1, never used again for another index.
  public int number() {
    return number;
  }

  public String name() {
    return name;
  }

  public List<Column<R, ?>> columns() {
    return columns;
  }

  /// Whether two rows may not agree in all its columns. Rows with an absent column never collide.
  public boolean unique() {
    return unique;
  }

  /// The table it belongs to.
  public Table<R> table() {
    if (table == null) {
      throw new IllegalStateException("index " + name + " is used before its table is built");
    }
    return table;
  }

  /// The key of a row's entry: its columns, then the primary key, order-preserving.
  public byte[] entry(R row) {
    KeyWriter out = new KeyWriter();
    for (Column<R, ?> column : columns) {
      out.column(column.type(), column.raw(row));
    }
    out.bytes(table().keyOf(row));
    return out.toBytes();
  }

  /// The start of [#entry] that two rows share when they agree in the index's columns.
  byte[] prefix(R row) {
    KeyWriter out = new KeyWriter();
    for (Column<R, ?> column : columns) {
      out.column(column.type(), column.raw(row));
    }
    return out.toBytes();
  }

  boolean hasAbsent(R row) {
    for (Column<R, ?> column : columns) {
      if (column.raw(row) == ColumnType.ABSENT) {
        return true;
      }
    }
    return false;
  }

  /// The primary key inside an entry's key.
  public byte[] primaryKey(byte[] entry) {
    KeyReader in = new KeyReader(entry);
    for (Column<R, ?> column : columns) {
      in.column(column.type());
    }
    return in.rest();
  }

  @Override
  public String toString() {
    return name;
  }
}
