package org.posthorn.auth.header;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A field of a header, as the octets it came in (RFC 5322 §2.2). Immutable; the octets are shared
/// with the [HeaderBlock] and never to be changed.
public final class HeaderField {
  private final byte[] block;
  private final int start;
  private final int colon;
  private final int end;
  private final int next;
  private final String name;

  /// @param start where its name begins
  /// @param colon where its colon stands
  /// @param end where its last line's end begins
  /// @param next where the next line begins
  HeaderField(byte[] block, int start, int colon, int end, int next) {
    this.block = block;
    this.start = start;
    this.colon = colon;
    this.end = end;
    this.next = next;
    this.name = nameOf(block, start, colon);
  }

  /// The name in lower case, without blanks before the colon.
  private static String nameOf(byte[] block, int start, int colon) {
    int to = colon;
    while (to > start && isBlank(block[to - 1])) {
      to--;
    }
    byte[] lower = Arrays.copyOfRange(block, start, to);
    for (int i = 0; i < lower.length; i++) {
      if (lower[i] >= 'A' && lower[i] <= 'Z') {
        lower[i] += 'a' - 'A';
      }
    }
    return new String(lower, StandardCharsets.ISO_8859_1);
  }

  /// The name in lower case.
  public String name() {
    return name;
  }

  /// What stands after the colon, folds included, without the final line end; UTF-8 (RFC 6532).
  public String value() {
    return new String(block, colon + 1, end - colon - 1, StandardCharsets.UTF_8);
  }

  /// All of the field, without the final line end.
  public byte[] octets() {
    return Arrays.copyOfRange(block, start, end);
  }

  /// Octets from the name to the end of the value.
  public int length() {
    return end - start;
  }

  /// Where the field begins in its block.
  public int start() {
    return start;
  }

  /// Where the line after the field begins in its block.
  public int next() {
    return next;
  }

  byte[] block() {
    return block;
  }

  int colon() {
    return colon;
  }

  int end() {
    return end;
  }

  static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  @Override
  public String toString() {
    return name + ":" + value();
  }
}
