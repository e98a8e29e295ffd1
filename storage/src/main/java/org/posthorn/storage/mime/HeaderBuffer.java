package org.posthorn.storage.mime;

import java.util.Arrays;

/// The header that is being read, up to a limit. Of a line beyond the limit only the begin is held,
/// as long as the line lasts, so that delimiters are found there too.
final class HeaderBuffer {
  private static final int LINE_BEGIN = OpenBoundaries.MAX_LENGTH + 8;

  private byte[] bytes = new byte[2048];
  private int limit;
  private int kept;
  private int lineStart;
  private long lineLength;

  HeaderBuffer(int limit) {
    this.limit = limit;
  }

  /// Starts a new header.
  void reset(int newLimit) {
    limit = newLimit;
    kept = 0;
    lineStart = 0;
    lineLength = 0;
  }

  void add(byte[] chunk, int from, int to) {
    lineLength += to - from;
    int n = Math.min(to - from, limit + LINE_BEGIN - kept);
    if (n > bytes.length - kept) {
      bytes =
          Arrays.copyOf(bytes, Math.min(limit + LINE_BEGIN, Math.max(kept + n, 2 * bytes.length)));
    }
    if (n > 0) {
      System.arraycopy(chunk, from, bytes, kept, n);
      kept += n;
    }
  }

  void newLine() {
    kept = Math.min(kept, limit);
    lineStart = kept;
    lineLength = 0;
  }

  /// Takes the current line out again.
  void dropLine() {
    kept = lineStart;
    lineLength = 0;
  }

  /// Whether the current line, which is complete, is only a line break.
  boolean lineIsBlank() {
    return lineLength == 1 || (lineLength == 2 && bytes[lineStart] == '\r');
  }

  /// Whether the current line begins with two hyphens.
  boolean lineIsDashed() {
    return lineLength >= 2 && bytes[lineStart] == '-' && bytes[lineStart + 1] == '-';
  }

  byte[] bytes() {
    return bytes;
  }

  /// Where in [#bytes()] the current line starts.
  int lineStart() {
    return lineStart;
  }

  /// How many octets of the current line are held, the LF left out.
  int lineHeld() {
    int held = kept - lineStart;
    return held > 0 && bytes[kept - 1] == '\n' ? held - 1 : held;
  }

  int size() {
    return Math.min(kept, limit);
  }

  /// The fields so far; valid until the next header.
  HeaderFields fields() {
    return HeaderFields.of(bytes, 0, size());
  }
}
