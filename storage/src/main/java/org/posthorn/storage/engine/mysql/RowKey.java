package org.posthorn.storage.engine.mysql;

import java.util.Arrays;
import org.posthorn.storage.engine.Table;

/// A table's row by the bytes of its key.
record RowKey(Table<?> table, byte[] key) {
  @Override
  public boolean equals(Object other) {
    return other instanceof RowKey(Table<?> otherTable, byte[] otherKey)
        && table.number() == otherTable.number()
        && Arrays.equals(key, otherKey);
  }

  @Override
  public int hashCode() {
    return 31 * Arrays.hashCode(key) + table.number();
  }
}
