package org.posthorn.auth.header;

import java.util.Arrays;

/// Collects the header of a message that comes in pieces, up to a limit, and finds where the body
/// begins. For one thread.
public final class HeaderCollector {
  private static final int FIRST_BUFFER = 2048;

  private final int limit;
  private byte[] bytes = new byte[FIRST_BUFFER];
  private int size;
  private boolean tooLong;
  private boolean ended;

  /// What the current line has so far: nothing, a CR, or more.
  private enum Line {
    EMPTY,
    CR,
    TEXT
  }

  private Line line = Line.EMPTY;

  /// @param limit octets that are kept; of a longer header the rest is only read
  public HeaderCollector(int limit) {
    this.limit = limit;
  }

  /// Takes the next octets, up to the end of the header.
  ///
  /// @return how many of them belonged to the header, the empty line included
  public int accept(byte[] chunk, int offset, int length) {
    int i = offset;
    while (i < offset + length && !ended) {
      byte b = chunk[i++];
      if (b == '\n') {
        ended = line != Line.TEXT;
        line = Line.EMPTY;
      } else {
        line = b == '\r' && line == Line.EMPTY ? Line.CR : Line.TEXT;
      }
    }
    keep(chunk, offset, i - offset);
    return i - offset;
  }

  private void keep(byte[] chunk, int offset, int length) {
    int room = Math.min(length, limit - size);
    tooLong |= room < length;
    if (size + room > bytes.length) {
      bytes = Arrays.copyOf(bytes, Math.max(size + room, Math.min(limit, 2 * bytes.length)));
    }
    System.arraycopy(chunk, offset, bytes, size, room);
    size += room;
  }

  /// Whether the empty line has come.
  public boolean ended() {
    return ended;
  }

  /// What was collected.
  public HeaderBlock block() {
    return HeaderBlock.of(Arrays.copyOf(bytes, size), !tooLong);
  }
}
