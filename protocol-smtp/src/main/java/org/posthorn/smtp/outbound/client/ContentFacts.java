package org.posthorn.smtp.outbound.client;

import org.posthorn.storage.blob.Content;

/// What octets some content has. Immutable.
///
/// @param eightBit whether there is one above 127
/// @param eightBitHeader whether there is one before the first empty line
/// @param binary whether there is NUL, a bare CR or LF, or a line of more than 998 octets: what
///     cannot be sent as lines (RFC 5321 §2.3.8, §4.5.3.1.6)
record ContentFacts(boolean eightBit, boolean eightBitHeader, boolean binary) {
  private static final int SLICE = 64 * 1024;
  private static final int MAX_LINE = 998;

  /// Reads a slice of the content and says what is in it.
  static ContentFacts of(Content content, long start, long end) {
    Scan scan = new Scan();
    for (long at = start; at < end; at += SLICE) {
      scan.feed(content.read(at, (int) Math.min(SLICE, end - at)));
    }
    return scan.facts();
  }

  /// Whether it can be sent to a server that knows no extension.
  boolean isSevenBitLines() {
    return !eightBit && !binary;
  }

  private static final class Scan {
    private boolean eightBit;
    private boolean eightBitHeader;
    private boolean binary;
    private boolean header = true;
    private boolean cr;
    private int line;

    void feed(byte[] slice) {
      for (byte b : slice) {
        if (b < 0) {
          eightBit = true;
          eightBitHeader |= header;
        }
        if (b == '\n') {
          binary |= !cr;
          header &= line > 0;
          line = 0;
        } else if (b != '\r') {
          binary |= cr || b == 0 || ++line > MAX_LINE;
        } else {
          binary |= cr;
        }
        cr = b == '\r';
      }
    }

    ContentFacts facts() {
      return new ContentFacts(eightBit, eightBitHeader, binary || cr);
    }
  }
}
