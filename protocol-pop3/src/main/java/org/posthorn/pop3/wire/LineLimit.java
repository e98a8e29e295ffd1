package org.posthorn.pop3.wire;

import org.posthorn.storage.mime.LineFeeds;

/// Finds where TOP has to stop: behind the header, the empty line after it, and so many lines of
/// the body (RFC 1939 §7). Lines end with LF, with or without CR before it. Pieces may be cut
/// anywhere. For one message, one thread.
public final class LineLimit {
  private long linesLeft;
  private boolean inHeader = true;
  private boolean reached;

  /// Whether the line so far has nothing but, perhaps, one CR.
  private boolean emptySoFar = true;

  private boolean afterCr;

  /// @param bodyLines how many lines of the body, at least 0
  public LineLimit(long bodyLines) {
    this.linesLeft = bodyLines;
  }

  /// Whether nothing more belongs to what was asked for.
  public boolean isReached() {
    return reached;
  }

  /// How many of the next octets belong to what was asked for.
  public int take(byte[] source, int offset, int length) {
    int end = offset + length;
    int i = offset;
    while (i < end && !reached) {
      int feed = LineFeeds.next(source, i, end);
      if (feed > i && inHeader) {
        emptySoFar = emptySoFar && feed == i + 1 && source[i] == '\r' && !afterCr;
        afterCr = source[feed - 1] == '\r';
      }
      if (feed < end) {
        lineEnded();
      }
      i = Math.min(end, feed + 1);
    }
    return i - offset;
  }

  private void lineEnded() {
    if (!inHeader) {
      linesLeft--;
    } else if (emptySoFar) {
      inHeader = false;
    }
    emptySoFar = true;
    afterCr = false;
    reached = !inHeader && linesLeft == 0;
  }
}
