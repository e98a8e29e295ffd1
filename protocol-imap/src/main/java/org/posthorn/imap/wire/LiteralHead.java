package org.posthorn.imap.wire;

import java.util.Optional;

/// The announcement of a literal: `{n}`, or `{n+}` where the client does not wait (RFC 9051 §4.3,
/// RFC 7888).
///
/// @param size the octets that follow
/// @param synchronizing whether the client waits for a continuation
record LiteralHead(long size, boolean synchronizing) {

  static LiteralHead take(Cursor cursor) throws SyntaxException {
    cursor.expect('{', "literal");
    long size = cursor.number("literal size", Long.MAX_VALUE);
    boolean waits = !cursor.take('+');
    cursor.expect('}', "'}'");
    return new LiteralHead(size, waits);
  }

  /// The announcement at the end of a line, if there is one.
  ///
  /// @throws SyntaxException if its number is too large for any literal
  static Optional<LiteralHead> atEnd(byte[] line) throws SyntaxException {
    int start = startAtEnd(line);
    if (start < 0) {
      return Optional.empty();
    }
    Cursor cursor = new Cursor(line, line.length);
    cursor.moveTo(start);
    return Optional.of(take(cursor));
  }

  private static int startAtEnd(byte[] line) {
    int i = line.length - 1;
    if (i < 2 || line[i] != '}') {
      return -1;
    }
    i--;
    if (line[i] == '+') {
      i--;
    }
    int lastDigit = i;
    while (i >= 0 && line[i] >= '0' && line[i] <= '9') {
      i--;
    }
    return i >= 0 && i < lastDigit && line[i] == '{' ? i : -1;
  }
}
