package org.posthorn.smtp.policy.milter;

import org.posthorn.storage.blob.Content;

/// Makes CRLF of every line end: what is taken from a filter must not be two messages to the next
/// server. For one thread.
final class LineEnds {
  private static final byte CR = '\r';
  private static final byte LF = '\n';
  private static final byte[] CRLF = {CR, LF};

  private boolean afterCr;

  void write(byte[] octets, int offset, int length, Content.Sink sink) {
    int end = offset + length;
    int start = offset;
    for (int i = offset; i < end; i++) {
      if (!afterCr && octets[i] != CR && octets[i] != LF) {
        continue;
      }
      if (i > start) {
        sink.accept(octets, start, i - start);
      }
      start = i;
      if (afterCr || octets[i] == LF) {
        sink.accept(CRLF, 0, CRLF.length);
        start = octets[i] == LF ? i + 1 : i;
      }
      afterCr = octets[i] == CR;
      if (afterCr) {
        start = i + 1;
      }
    }
    if (end > start) {
      sink.accept(octets, start, end - start);
    }
  }

  /// The last octet has come.
  void end(Content.Sink sink) {
    if (afterCr) {
      sink.accept(CRLF, 0, CRLF.length);
      afterCr = false;
    }
  }
}
