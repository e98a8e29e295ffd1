package org.posthorn.storage.engine;

import java.util.List;

/// The column values a row is made of: what a table's factory reads. Valid only during that call.
public final class Values {
  private final Object[] raw;

  Values(Object[] raw) {
    this.raw = raw;
  }

  /// From raw values in the order of the columns; for engines whose store has columns itself.
  public static Values ofRaw(List<Object> raw) {
    return new Values(raw.toArray());
  }

  /// The value of one column.
  public <V> V get(Column<?, V> column) {
    return column.type().fromRaw(raw[column.position()]);
  }
}
