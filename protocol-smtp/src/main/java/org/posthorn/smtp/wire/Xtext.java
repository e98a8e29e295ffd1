package org.posthorn.smtp.wire;

import java.util.Optional;

/// The encoding of parameter values that may hold any character (RFC 3461 §4): `+` and two
/// hexadecimal digits for what is not printable, `+` and `=`.
final class Xtext {
  private static final int HEX = 16;

  private Xtext() {}

  /// The text that stands behind an encoded value.
  ///
  /// @return empty where the value is not xtext, or hides a control character
  static Optional<String> decode(String encoded) {
    StringBuilder text = new StringBuilder(encoded.length());
    for (int i = 0; i < encoded.length(); i++) {
      char c = encoded.charAt(i);
      if (c == '+') {
        int value = i + 2 <= encoded.length() - 1 ? hex(encoded, i + 1) : -1;
        if (value < ' ' || value > '~') {
          return Optional.empty();
        }
        text.append((char) value);
        i += 2;
      } else if (c > ' ' && c <= '~' && c != '=') {
        text.append(c);
      } else {
        return Optional.empty();
      }
    }
    return Optional.of(text.toString());
  }

  /// The value of two upper-case hexadecimal digits, or -1.
  private static int hex(String text, int at) {
    int high = digit(text.charAt(at));
    int low = digit(text.charAt(at + 1));
    return high < 0 || low < 0 ? -1 : high * HEX + low;
  }

  private static int digit(char c) {
    if (c >= '0' && c <= '9') {
      return c - '0';
    }
    return c >= 'A' && c <= 'F' ? c - 'A' + 10 : -1;
  }
}
