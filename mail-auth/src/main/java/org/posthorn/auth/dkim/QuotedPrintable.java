package org.posthorn.auth.dkim;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/// The quoted-printable form of tag values (RFC 6376 §2.11): `=` and two hexadecimal digits.
final class QuotedPrintable {
  private static final int HEX = 16;

  private QuotedPrintable() {}

  /// Decodes; what is no valid escape stands for itself.
  static String decode(String text) {
    if (text.indexOf('=') < 0) {
      return text;
    }
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream out = new ByteArrayOutputStream(bytes.length);
    int i = 0;
    while (i < bytes.length) {
      int high = i + 2 < bytes.length ? Character.digit(bytes[i + 1], HEX) : -1;
      int low = i + 2 < bytes.length ? Character.digit(bytes[i + 2], HEX) : -1;
      if (bytes[i] == '=' && high >= 0 && low >= 0) {
        out.write(high * HEX + low);
        i += 3;
      } else {
        out.write(bytes[i++]);
      }
    }
    return out.toString(StandardCharsets.UTF_8);
  }
}
