package org.posthorn.storage.mime;

import java.nio.charset.StandardCharsets;

/// Small readings of raw header values.
final class FieldText {
  private FieldText() {}

  /// The octet string of a field's bytes: line breaks removed (RFC 5322 §2.2.3), white space at
  /// both ends cut, a stray CR made a space and NUL, which no IMAP string may hold, a question
  /// mark.
  static String unfold(byte[] block, int from, int to) {
    int start = from;
    int end = to;
    while (start < end && isSpace(block[start])) {
      start++;
    }
    while (end > start && isSpace(block[end - 1])) {
      end--;
    }
    for (int i = start; i < end; i++) {
      byte b = block[i];
      if (b == '\n' || b == '\r' || b == 0) {
        return unfoldSlowly(block, start, end);
      }
    }
    return new String(block, start, end - start, StandardCharsets.ISO_8859_1);
  }

  private static String unfoldSlowly(byte[] block, int start, int end) {
    byte[] out = new byte[end - start];
    int n = 0;
    for (int i = start; i < end; i++) {
      byte b = block[i];
      switch (b) {
        case '\n' -> {}
        case '\r' -> {
          if (block[i + 1] != '\n') {
            out[n++] = ' ';
          }
        }
        case 0 -> out[n++] = '?';
        default -> out[n++] = b;
      }
    }
    return new String(out, 0, n, StandardCharsets.ISO_8859_1);
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t' || b == '\r' || b == '\n';
  }

  static boolean isSpace(char c) {
    return c == ' ' || c == '\t';
  }

  /// The place after the white space and comments (RFC 5322 §3.2.2) at `from`.
  static int skipComments(String text, int from) {
    int i = from;
    while (i < text.length()) {
      char c = text.charAt(i);
      if (c == '(') {
        i = commentEnd(text, i);
      } else if (isSpace(c)) {
        i++;
      } else {
        break;
      }
    }
    return i;
  }

  /// The place after the comment that opens at `from`; the text's end when it never closes.
  static int commentEnd(String text, int from) {
    int depth = 0;
    for (int i = from; i < text.length(); i++) {
      switch (text.charAt(i)) {
        case '\\' -> i++;
        case '(' -> depth++;
        case ')' -> {
          if (--depth == 0) {
            return i + 1;
          }
        }
        default -> {}
      }
    }
    return text.length();
  }

  /// Reads the quoted-string (RFC 5322 §3.2.4) that opens at `from` into `out`; the place after it.
  /// Only quote and backslash can be escaped, so that `"C:\dir"` survives.
  static int quoted(String text, int from, StringBuilder out) {
    for (int i = from + 1; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '"') {
        return i + 1;
      }
      if (c == '\\' && i + 1 < text.length() && isEscapable(text.charAt(i + 1))) {
        c = text.charAt(++i);
      }
      out.append(c);
    }
    return text.length();
  }

  private static boolean isEscapable(char c) {
    return c == '"' || c == '\\';
  }
}
