package org.posthorn.storage.schema;

import java.util.Arrays;

/// Sets of small numbers as bytes: bit `n % 8` of byte `n / 8`, without zero bytes at the end, so
/// that equal sets are equal bytes. Arrays given and returned are never modified.
public final class KeywordBits {
  /// No bit.
  public static final byte[] NONE = new byte[0];

  private KeywordBits() {}

  /// Whether the bit is set.
  public static boolean has(byte[] bits, int bit) {
    int at = bit >>> 3;
    return at < bits.length && (bits[at] >>> (bit & 7) & 1) != 0;
  }

  /// The set with one more bit.
  public static byte[] with(byte[] bits, int bit) {
    if (has(bits, bit)) {
      return bits;
    }
    byte[] more = Arrays.copyOf(bits, Math.max(bits.length, (bit >>> 3) + 1));
    more[bit >>> 3] |= (byte) (1 << (bit & 7));
    return more;
  }

  /// What is in one or both.
  public static byte[] union(byte[] a, byte[] b) {
    if (b.length == 0) {
      return a;
    }
    byte[] both = Arrays.copyOf(a, Math.max(a.length, b.length));
    for (int i = 0; i < b.length; i++) {
      both[i] |= b[i];
    }
    return both;
  }

  /// What is in the first but not in the second.
  public static byte[] without(byte[] a, byte[] b) {
    byte[] rest = a.clone();
    int length = 0;
    for (int i = 0; i < rest.length; i++) {
      if (i < b.length) {
        rest[i] &= (byte) ~b[i];
      }
      if (rest[i] != 0) {
        length = i + 1;
      }
    }
    return length == 0 ? NONE : Arrays.copyOf(rest, length);
  }
}
