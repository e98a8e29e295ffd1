package org.posthorn.storage.engine;

import java.util.Optional;
import java.util.function.Function;

/// One column of a table of `R`, made by [Table.Builder#column]. Immutable.
public final class Column<R, V> {
  private final int number;
  private final int position;
  private final String name;
  private final ColumnType<V> type;
  private final Function<R, V> accessor;
  private final Optional<V> defaultValue;

  Column(
      int number,
      int position,
      String name,
      ColumnType<V> type,
      Function<R, V> accessor,
      Optional<V> defaultValue) {
    this.number = number;
    this.position = position;
    this.name = name;
    this.type = type;
    this.accessor = accessor;
    this.defaultValue = defaultValue;
  }

  /// Its number within the table: what stored rows know it by, never used again for another column.
  public int number() {
    return number;
  }

  /// Its place in the table's list of columns.
  int position() {
    return position;
  }

  public String name() {
    return name;
  }

  public ColumnType<V> type() {
    return type;
  }

  /// What rows have that were stored before the column existed.
  public Optional<V> defaultValue() {
    return defaultValue;
  }

  /// The value in a row.
  public V value(R row) {
    return accessor.apply(row);
  }

  /// The raw value in a row.
  public Object raw(R row) {
    return type.toRaw(accessor.apply(row));
  }

  /// The raw form of a value given for this column in a key or a range.
  ///
  /// @throws IllegalArgumentException if its type is not the column's
  public Object rawOf(Object value) {
    try {
      Object raw = type.toRaw(value);
      if (raw == ColumnType.ABSENT || type.kind().raw().isInstance(raw)) {
        return raw;
      }
    } catch (ClassCastException _) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "column %s does not hold a %s".formatted(name, value.getClass().getSimpleName()));
  }

  /// What a row without this column gets: the declared default, or absence.
  Object rawDefault() {
    if (defaultValue.isPresent()) {
      return type.toRaw(defaultValue.get());
    }
    if (type.isOptional()) {
      return ColumnType.ABSENT;
    }
    throw new IllegalStateException("a stored row lacks column " + name);
  }

  @Override
  public String toString() {
    return name;
  }
}
