package org.posthorn.auth.body;

/// Brings a body that comes in pieces into its canonical form (RFC 6376 §3.4.3, §3.4.4). For one
/// thread.
///
/// A line ends with CRLF; a CR or LF alone is an octet like any other. What may yet turn out to be
/// the end of the body (empty lines, blanks, a CR) is only counted.
final class BodyCanonicalizer {
  private static final byte CR = '\r';
  private static final byte LF = '\n';
  private static final int BUFFER = 4096;

  /// Takes the canonical form; the array is only lent.
  @FunctionalInterface
  interface Sink {
    void accept(byte[] bytes, int offset, int length);
  }

  private final boolean relaxed;
  private final Sink sink;
  private final byte[] buffer = new byte[BUFFER];
  private int filled;

  /// Line ends that have come and are not passed on yet.
  private long lineEnds;

  private boolean blank;
  private boolean cr;
  private boolean empty = true;

  BodyCanonicalizer(BodyCanonicalization canonicalization, Sink sink) {
    this.relaxed = canonicalization == BodyCanonicalization.RELAXED;
    this.sink = sink;
  }

  void accept(byte[] bytes, int offset, int length) {
    int end = offset + length;
    int i = offset;
    while (i < end) {
      byte b = bytes[i];
      if (cr) {
        cr = false;
        if (b == LF) {
          lineEnds++;
          blank = false;
          i++;
          continue;
        }
        text();
        put(CR);
      }
      if (b == CR) {
        cr = true;
        i++;
      } else if (relaxed && isBlank(b)) {
        blank = true;
        i++;
      } else {
        i = run(bytes, i, end);
      }
    }
  }

  /// Passes octets on that mean nothing special.
  private int run(byte[] bytes, int start, int end) {
    int i = start + 1;
    while (i < end && bytes[i] != CR && !(relaxed && isBlank(bytes[i]))) {
      i++;
    }
    text();
    put(bytes, start, i - start);
    return i;
  }

  private static boolean isBlank(byte b) {
    return b == ' ' || b == '\t';
  }

  /// There is text behind the line ends and blanks that were held back: so they count.
  private void text() {
    while (lineEnds > 0) {
      put(CR);
      put(LF);
      lineEnds--;
    }
    if (blank) {
      put((byte) ' ');
      blank = false;
    }
    empty = false;
  }

  private void put(byte b) {
    if (filled == BUFFER) {
      flush();
    }
    buffer[filled++] = b;
  }

  private void put(byte[] bytes, int offset, int length) {
    if (length > BUFFER - filled) {
      flush();
      if (length >= BUFFER) {
        sink.accept(bytes, offset, length);
        return;
      }
    }
    System.arraycopy(bytes, offset, buffer, filled, length);
    filled += length;
  }

  private void flush() {
    sink.accept(buffer, 0, filled);
    filled = 0;
  }

  /// The body has ended.
  void finish() {
    if (cr) {
      text();
      put(CR);
    }
    // An empty body is one line end in the simple form, and nothing in the relaxed one.
    if (!empty || !relaxed) {
      put(CR);
      put(LF);
    }
    flush();
  }
}
