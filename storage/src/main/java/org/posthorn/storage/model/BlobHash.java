package org.posthorn.storage.model;

import java.nio.ByteBuffer;
import java.util.HexFormat;

/// The SHA-256 of a body: its name in the store. Ordered as its bytes are.
///
/// @param a bytes 0 to 7, big-endian
/// @param b bytes 8 to 15
/// @param c bytes 16 to 23
/// @param d bytes 24 to 31
public record BlobHash(long a, long b, long c, long d) implements Comparable<BlobHash> {
  /// Length in bytes.
  public static final int LENGTH = 32;

  /// Takes the 32 bytes of a hash.
  public static BlobHash of(byte[] bytes) {
    if (bytes.length != LENGTH) {
      throw new IllegalArgumentException("a SHA-256 has 32 bytes, not " + bytes.length);
    }
    ByteBuffer buffer = ByteBuffer.wrap(bytes);
    return new BlobHash(buffer.getLong(), buffer.getLong(), buffer.getLong(), buffer.getLong());
  }

  /// The 32 bytes, in a new array.
  public byte[] bytes() {
    return ByteBuffer.allocate(LENGTH).putLong(a).putLong(b).putLong(c).putLong(d).array();
  }

  @Override
  public int compareTo(BlobHash other) {
    int order = Long.compareUnsigned(a, other.a);
    if (order == 0) {
      order = Long.compareUnsigned(b, other.b);
    }
    if (order == 0) {
      order = Long.compareUnsigned(c, other.c);
    }
    return order != 0 ? order : Long.compareUnsigned(d, other.d);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof BlobHash that
        && a == that.a
        && b == that.b
        && c == that.c
        && d == that.d;
  }

  /// Any bits of a SHA-256 are as good as all of them.
  @Override
  public int hashCode() {
    return (int) a;
  }

  /// Lower-case hexadecimal.
  @Override
  public String toString() {
    return HexFormat.of().formatHex(bytes());
  }
}
