package org.posthorn.storage.mime;

import java.nio.charset.StandardCharsets;

/// Reads what [OctetWriter] wrote, and refuses everything else.
final class OctetReader {
  private final byte[] bytes;
  private int at;

  OctetReader(byte[] bytes, int at) {
    this.bytes = bytes;
    this.at = at;
  }

  int remaining() {
    return bytes.length - at;
  }

  private int octet() throws StructureFormatException {
    if (at >= bytes.length) {
      throw new StructureFormatException("cut short");
    }
    return bytes[at++] & 0xff;
  }

  /// A number from 0 to `Long.MAX_VALUE`.
  long number() throws StructureFormatException {
    long value = bits();
    if (value < 0) {
      throw new StructureFormatException("number out of range");
    }
    return value;
  }

  private long bits() throws StructureFormatException {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      int octet = octet();
      value |= (long) (octet & 0x7f) << shift;
      if (octet < 0x80) {
        return value;
      }
    }
    throw new StructureFormatException("number too long");
  }

  long signed() throws StructureFormatException {
    long value = bits();
    return value >>> 1 ^ -(value & 1);
  }

  int flags() throws StructureFormatException {
    return octet();
  }

  /// The number of things that follow, each of which takes at least one octet.
  int count() throws StructureFormatException {
    long count = number();
    if (count > remaining()) {
      throw new StructureFormatException("more announced than there is");
    }
    return (int) count;
  }

  String octets() throws StructureFormatException {
    long head = number();
    if ((head & 1) != 0) {
      long word = head >>> 1;
      if (word >= CommonWords.WORDS.size()) {
        throw new StructureFormatException("no such word");
      }
      return CommonWords.WORDS.get((int) word);
    }
    int length = checked(head >>> 1);
    String value = new String(bytes, at, length, StandardCharsets.ISO_8859_1);
    at += length;
    return value;
  }

  String text() throws StructureFormatException {
    int length = checked(number());
    String value = new String(bytes, at, length, StandardCharsets.UTF_8);
    at += length;
    return value;
  }

  private int checked(long length) throws StructureFormatException {
    if (length > remaining()) {
      throw new StructureFormatException("cut short");
    }
    return (int) length;
  }
}
