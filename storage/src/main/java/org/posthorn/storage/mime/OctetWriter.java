package org.posthorn.storage.mime;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// Writes numbers and strings compactly.
final class OctetWriter {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream(768);

  /// A number from 0 on, seven bits an octet, the lowest first.
  void number(long value) {
    long rest = value;
    while ((rest & ~0x7fL) != 0) {
      out.write((int) ((rest & 0x7f) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  void signed(long value) {
    number(value << 1 ^ value >> 63);
  }

  /// Up to seven flags in one octet.
  void flags(boolean... flags) {
    int bits = 0;
    for (int i = 0; i < flags.length; i++) {
      bits |= flags[i] ? 1 << i : 0;
    }
    out.write(bits);
  }

  /// An octet string, or its number when it is common.
  void octets(String value) {
    int word = CommonWords.number(value);
    if (word >= 0) {
      number((long) word << 1 | 1);
    } else {
      number((long) value.length() << 1);
      out.writeBytes(value.getBytes(StandardCharsets.ISO_8859_1));
    }
  }

  /// Unicode text.
  void text(String value) {
    byte[] utf8 = value.getBytes(StandardCharsets.UTF_8);
    number(utf8.length);
    out.writeBytes(utf8);
  }

  byte[] toByteArray() {
    return out.toByteArray();
  }
}
