package org.posthorn.storage.mime;

import java.nio.ByteBuffer;

/// Reads a message as it streams by, once, and says how it is built (RFC 5322, RFC 2046): [#feed]
/// for every chunk, then [#finish].
///
/// Never fails, whatever the bytes are. Time is linear and memory bounded by the [ScanLimits]. A
/// line ends with LF; the CR before it belongs to the line break. Only lines that begin with two
/// hyphens, and headers, are looked at closely; the rest is searched for line ends eight bytes at a
/// time.
///
/// For one message and one thread at a time.
public final class MessageScanner {
  private static final int MAX_DASH_LINE = OpenBoundaries.MAX_LENGTH + 4;

  /// Where in the line of a body the scanner stands.
  private enum Place {
    /// In a header.
    HEADER,
    /// At a body line's begin.
    LINE_START,
    /// After the first hyphen of a body line.
    ONE_HYPHEN,
    /// In a body line that begins with two hyphens.
    DASH_LINE,
    /// In a body line that means nothing.
    SKIP
  }

  private final PartTree tree;
  private Place place = Place.HEADER;
  private long base; // offset in the message of the current chunk's index 0
  private int chunkOffset; // index of the current chunk's first byte
  private long lineStart; // offset of the current line
  private long lineFeeds; // seen before the current position
  private int lastByte; // of the previous chunk
  private boolean crBefore; // the line break before the current line has a CR
  private final byte[] dashLine = new byte[MAX_DASH_LINE];
  private int dashLength;
  private boolean finished;

  /// A scanner with the default limits.
  public MessageScanner() {
    this(ScanLimits.DEFAULT);
  }

  /// A scanner with limits of the caller's.
  public MessageScanner(ScanLimits limits) {
    tree = new PartTree(limits);
  }

  /// The structure of a message that is at hand as a whole.
  public static MessageStructure scan(byte[] message) {
    MessageScanner scanner = new MessageScanner();
    scanner.feed(message, 0, message.length);
    return scanner.finish();
  }

  /// Takes the message's next bytes; they may be re-used after the call.
  public void feed(ByteBuffer chunk) {
    if (chunk.hasArray()) {
      feed(chunk.array(), chunk.arrayOffset() + chunk.position(), chunk.remaining());
      chunk.position(chunk.limit());
      return;
    }
    byte[] copy = new byte[Math.min(chunk.remaining(), 16 << 10)];
    while (chunk.hasRemaining()) {
      int n = Math.min(copy.length, chunk.remaining());
      chunk.get(copy, 0, n);
      feed(copy, 0, n);
    }
  }

  /// Takes the message's next `length` bytes; the array may be re-used after the call.
  public void feed(byte[] chunk, int offset, int length) {
    if (finished) {
      throw new IllegalStateException("the message is finished");
    }
    if (length == 0) {
      return;
    }
    int end = offset + length;
    base -= offset;
    chunkOffset = offset;
    tree.capture(chunk, offset, end);
    int i = offset;
    while (i < end) {
      i =
          switch (place) {
            case HEADER -> header(chunk, i, end);
            case LINE_START, ONE_HYPHEN -> hyphen(chunk, i);
            case DASH_LINE -> dashLine(chunk, i, end);
            case SKIP -> skip(chunk, i, end);
          };
    }
    base += end;
    lastByte = chunk[end - 1];
  }

  /// The structure of what was fed. Nothing can be fed afterwards.
  public MessageStructure finish() {
    if (finished) {
      throw new IllegalStateException("the message is finished");
    }
    finished = true;
    if (place == Place.DASH_LINE) {
      endDashLine(base, lineFeeds);
    } else if (place == Place.HEADER) {
      endHeaderLine(base, lineFeeds, false);
    }
    return tree.finish(base, lineFeeds);
  }

  private void startLine(byte[] chunk, int lineFeed) {
    int before = lineFeed > chunkOffset ? chunk[lineFeed - 1] : lastByte;
    crBefore = before == '\r';
    lineStart = base + lineFeed + 1;
  }

  // ---- header lines

  private int header(byte[] chunk, int from, int end) {
    int i = LineFeeds.next(chunk, from, end);
    if (i == end) {
      tree.header().add(chunk, from, end);
      return end;
    }
    int next = i + 1;
    tree.header().add(chunk, from, next);
    long before = lineFeeds++;
    endHeaderLine(base + next, before, true);
    startLine(chunk, i);
    if (place != Place.HEADER) {
      tree.capture(chunk, next, end);
    }
    return next;
  }

  /// The current header line ends before `next`: as blank line or delimiter it may end the header.
  ///
  /// @param before line breaks before the line
  private void endHeaderLine(long next, long before, boolean complete) {
    HeaderBuffer header = tree.header();
    OpenBoundaries.Match delimiter =
        header.lineIsDashed()
            ? tree.match(header.bytes(), header.lineStart() + 2, header.lineHeld() - 2)
            : null;
    if (delimiter != null) {
      header.dropLine();
      delimiter(delimiter, next, before);
    } else if (complete && header.lineIsBlank()) {
      header.dropLine();
      tree.headerEnded(next, lineFeeds);
      place = tree.inHeader() ? Place.HEADER : Place.LINE_START;
    } else {
      header.newLine();
    }
  }

  private void delimiter(OpenBoundaries.Match delimiter, long next, long before) {
    // RFC 2046 §5.1.1: the line break before a delimiter line is part of the delimiter.
    long end = lineStart - (crBefore ? 2 : 1);
    tree.delimiter(delimiter, end, before - 1, next, lineFeeds);
    place = tree.inHeader() ? Place.HEADER : Place.LINE_START;
  }

  // ---- body lines

  private int hyphen(byte[] chunk, int i) {
    if (chunk[i] != '-') {
      place = Place.SKIP;
      return i;
    }
    if (place == Place.LINE_START) {
      place = Place.ONE_HYPHEN;
    } else {
      place = Place.DASH_LINE;
      dashLength = 0;
    }
    return i + 1;
  }

  private int dashLine(byte[] chunk, int from, int end) {
    int i = from;
    while (i < end && chunk[i] != '\n') {
      if (dashLength < dashLine.length) {
        dashLine[dashLength++] = chunk[i];
      }
      i++;
    }
    if (i == end) {
      return end;
    }
    long before = lineFeeds++;
    endDashLine(base + i + 1, before);
    startLine(chunk, i);
    return i + 1;
  }

  private void endDashLine(long next, long before) {
    OpenBoundaries.Match delimiter = tree.match(dashLine, 0, dashLength);
    if (delimiter != null) {
      delimiter(delimiter, next, before);
    } else {
      place = Place.LINE_START;
    }
  }

  private int skip(byte[] chunk, int from, int end) {
    if (!tree.awaitsDelimiter()) {
      lineFeeds += LineFeeds.count(chunk, from, end);
      return end;
    }
    int i = from;
    for (; i + 8 <= end; i += 8) {
      for (long found = LineFeeds.at(chunk, i); found != 0; found &= found - 1) {
        int lineFeed = i + (Long.numberOfTrailingZeros(found) >>> 3);
        lineFeeds++;
        if (mayBeDashed(chunk, lineFeed + 1, end)) {
          return bodyLine(chunk, lineFeed);
        }
      }
    }
    for (; i < end; i++) {
      if (chunk[i] == '\n') {
        lineFeeds++;
        return bodyLine(chunk, i);
      }
    }
    return end;
  }

  private static boolean mayBeDashed(byte[] chunk, int at, int end) {
    return at + 1 >= end || (chunk[at] == '-' && chunk[at + 1] == '-');
  }

  private int bodyLine(byte[] chunk, int lineFeed) {
    startLine(chunk, lineFeed);
    place = Place.LINE_START;
    return lineFeed + 1;
  }
}
