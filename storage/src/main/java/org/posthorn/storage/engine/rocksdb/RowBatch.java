package org.posthorn.storage.engine.rocksdb;

import java.nio.ByteBuffer;
import java.util.Arrays;

/// Puts and deletes in the serialised form of a RocksDB write batch (`write_batch.cc`): each
/// record a tag, the column family unless it is the default one, key and value with their lengths
/// as varints; before all of them 8 bytes of sequence and 4 of count, little-endian.
///
/// Serialising here lets the threads of transactions do the work and hands a whole group commit
/// to RocksDB in one native call. Not thread-safe.
final class RowBatch {
  private static final int HEAD = 12;
  private static final int DELETE = 0x0;
  private static final int PUT = 0x1;
  private static final int FAMILY_DELETE = 0x4;
  private static final int FAMILY_PUT = 0x5;

  private byte[] bytes;
  private int length = HEAD;
  private int count;

  RowBatch(int capacity) {
    bytes = new byte[Math.max(capacity, HEAD)];
  }

  /// Puts a row.
  ///
  /// @param prefix the first two bytes of the key: table and index
  void put(int prefix, byte[] key, byte[] value) {
    room(32 + key.length + value.length);
    bytes[length++] = PUT;
    key(prefix, key);
    varint(value.length);
    raw(value);
    count++;
  }

  void delete(int prefix, byte[] key) {
    room(32 + key.length);
    bytes[length++] = DELETE;
    key(prefix, key);
    count++;
  }

  private void key(int prefix, byte[] key) {
    varint(key.length + 2);
    bytes[length++] = (byte) (prefix >>> 8);
    bytes[length++] = (byte) prefix;
    raw(key);
  }

  /// Puts into another column family than the default one.
  void putInFamily(int family, byte[] key, byte[] value) {
    putInFamily(family, key, ByteBuffer.wrap(value));
  }

  /// Puts what remains in the buffer into another column family than the default one.
  void putInFamily(int family, byte[] key, ByteBuffer value) {
    int size = value.remaining();
    room(32 + key.length + size);
    bytes[length++] = FAMILY_PUT;
    varint(family);
    varint(key.length);
    raw(key);
    varint(size);
    value.get(bytes, length, size);
    length += size;
    count++;
  }

  void deleteInFamily(int family, byte[] key) {
    room(32 + key.length);
    bytes[length++] = FAMILY_DELETE;
    varint(family);
    varint(key.length);
    raw(key);
    count++;
  }

  /// Adds all records of another batch.
  void append(RowBatch other) {
    int more = other.length - HEAD;
    room(more);
    System.arraycopy(other.bytes, HEAD, bytes, length, more);
    length += more;
    count += other.count;
  }

  boolean isEmpty() {
    return count == 0;
  }

  int length() {
    return length;
  }

  /// The whole batch.
  byte[] toBytes() {
    for (int i = 0; i < 4; i++) {
      bytes[8 + i] = (byte) (count >>> (8 * i));
    }
    return Arrays.copyOf(bytes, length);
  }

  private void varint(int value) {
    int rest = value;
    while ((rest & ~0x7F) != 0) {
      bytes[length++] = (byte) ((rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    bytes[length++] = (byte) rest;
  }

  private void raw(byte[] more) {
    System.arraycopy(more, 0, bytes, length, more.length);
    length += more.length;
  }

  private void room(int more) {
    if (length + more > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + more));
    }
  }
}
