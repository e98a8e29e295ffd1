package org.posthorn.storage.engine;

import java.util.List;
import java.util.Optional;

/// What to read in order: a range of a table's primary key or of one of its indexes, forwards or
/// backwards, up to a limit. Immutable.
///
/// @param table the table
/// @param index the index whose order is followed; empty for the primary key
/// @param range which part
/// @param reverse whether the last row comes first
/// @param limit the most rows wanted
public record Scan<R>(
    Table<R> table, Optional<Index<R>> index, KeyRange range, boolean reverse, int limit) {
  public Scan {
    if (limit < 0) {
      throw new IllegalArgumentException("a limit is not negative");
    }
  }

  /// By primary key.
  public static <R> Scan<R> of(Table<R> table, KeyRange range) {
    return new Scan<>(table, Optional.empty(), range, false, Integer.MAX_VALUE);
  }

  /// By an index.
  public static <R> Scan<R> of(Index<R> index, KeyRange range) {
    return new Scan<>(index.table(), Optional.of(index), range, false, Integer.MAX_VALUE);
  }

  /// The last row first.
  public Scan<R> reversed() {
    return new Scan<>(table, index, range, !reverse, limit);
  }

  /// At most so many rows.
  public Scan<R> limit(int rows) {
    return new Scan<>(table, index, range, reverse, rows);
  }

  /// The range as bytes.
  public KeyRange.Encoded encoded() {
    if (index.isEmpty()) {
      return range.encode(table.keyColumns());
    }
    List<Column<R, ?>> columns = new java.util.ArrayList<>(index.get().columns());
    columns.addAll(table.keyColumns());
    return range.encode(columns);
  }

  /// The key that orders a row in this scan.
  public byte[] sortKey(R row) {
    return index.isPresent() ? index.get().entry(row) : table.keyOf(row);
  }
}
