package org.posthorn.storage.mailbox;

import java.util.Arrays;

/// Numbers as octets, seven bits each, the lowest first. Reading takes nothing on trust: whatever
/// does not fit throws [Malformed].
final class Octets {
  private Octets() {}

  /// What was read is not what is written here.
  static final class Malformed extends Exception {
    private static final long serialVersionUID = 1;

    private final String why;

    Malformed(String why) {
      super(why, null, false, false);
      this.why = why;
    }

    String why() {
      return why;
    }
  }

  /// Gathers octets. Not thread-safe.
  static final class Writer {
    private byte[] octets = new byte[16 * 1024];
    private int size;

    private void ensure(int more) {
      if (octets.length - size < more) {
        octets = Arrays.copyOf(octets, Math.max(2 * octets.length, size + more));
      }
    }

    void octet(int value) {
      ensure(1);
      octets[size++] = (byte) value;
    }

    /// Any 64 bits; short where the value is small and not negative.
    void number(long value) {
      ensure(10);
      long rest = value;
      while ((rest & ~0x7fL) != 0) {
        octets[size++] = (byte) (rest | 0x80);
        rest >>>= 7;
      }
      octets[size++] = (byte) rest;
    }

    /// Any number; short where it is near 0.
    void signed(long value) {
      number(value << 1 ^ value >> 63);
    }

    void octets(byte[] value) {
      ensure(value.length);
      System.arraycopy(value, 0, octets, size, value.length);
      size += value.length;
    }

    int size() {
      return size;
    }

    byte[] toByteArray() {
      return Arrays.copyOf(octets, size);
    }
  }

  /// Goes through octets once. Not thread-safe.
  static final class Reader {
    private final byte[] octets;
    private int at;

    Reader(byte[] octets) {
      this.octets = octets;
    }

    int remaining() {
      return octets.length - at;
    }

    int octet() throws Malformed {
      if (at >= octets.length) {
        throw new Malformed("cut short");
      }
      return octets[at++] & 0xff;
    }

    long number() throws Malformed {
      long value = 0;
      for (int shift = 0; shift < 64; shift += 7) {
        int octet = octet();
        value |= (long) (octet & 0x7f) << shift;
        if (octet < 0x80) {
          return value;
        }
      }
      throw new Malformed("a number is too long");
    }

    /// A number within bounds.
    long number(long least, long most) throws Malformed {
      long value = number();
      if (value < least || value > most) {
        throw new Malformed("a number is out of bounds");
      }
      return value;
    }

    long signed() throws Malformed {
      long value = number();
      return value >>> 1 ^ -(value & 1);
    }

    byte[] octets(int length) throws Malformed {
      if (length > remaining()) {
        throw new Malformed("cut short");
      }
      at += length;
      return Arrays.copyOfRange(octets, at - length, at);
    }

    void end() throws Malformed {
      if (remaining() > 0) {
        throw new Malformed("something follows the end");
      }
    }
  }
}
