package org.posthorn.storage.engine.rocksdb;

import org.posthorn.storage.engine.Index;
import org.posthorn.storage.engine.Table;

/// The first two bytes of a key in RocksDB: the table's number, and the index's (0 for rows).
final class Keys {
  static final int PREFIX = 2;

  private Keys() {}

  static int of(Table<?> table) {
    return table.number() << 8;
  }

  static int of(Index<?> index) {
    return index.table().number() << 8 | index.number();
  }

  static byte[] full(int prefix, byte[] key) {
    byte[] full = new byte[key.length + PREFIX];
    full[0] = (byte) (prefix >>> 8);
    full[1] = (byte) prefix;
    System.arraycopy(key, 0, full, PREFIX, key.length);
    return full;
  }

  static byte[] strip(byte[] full) {
    return java.util.Arrays.copyOfRange(full, PREFIX, full.length);
  }
}
