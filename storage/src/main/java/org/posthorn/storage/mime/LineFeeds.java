package org.posthorn.storage.mime;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;

/// Looks for line ends, eight octets at a time.
public final class LineFeeds {
  private static final VarHandle WORD =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.LITTLE_ENDIAN);
  private static final long LOW_BITS = 0x7f7f7f7f7f7f7f7fL;
  private static final long LINE_FEEDS = 0x0a0a0a0a0a0a0a0aL;

  private LineFeeds() {}

  /// The place of the first LF at or after `from` and before `to`; `to` where there is none.
  public static int next(byte[] octets, int from, int to) {
    int i = from;
    for (; i + 8 <= to; i += 8) {
      long found = at(octets, i);
      if (found != 0) {
        return i + (Long.numberOfTrailingZeros(found) >>> 3);
      }
    }
    while (i < to && octets[i] != '\n') {
      i++;
    }
    return i;
  }

  /// How many LF there are at or after `from` and before `to`.
  static long count(byte[] octets, int from, int to) {
    long count = 0;
    int i = from;
    for (; i + 8 <= to; i += 8) {
      count += Long.bitCount(at(octets, i));
    }
    for (; i < to; i++) {
      if (octets[i] == '\n') {
        count++;
      }
    }
    return count;
  }

  /// The highest bit of every octet that is LF, of the eight from `place` on, the first the lowest.
  static long at(byte[] octets, int place) {
    long differing = (long) WORD.get(octets, place) ^ LINE_FEEDS;
    return ~(((differing & LOW_BITS) + LOW_BITS) | differing | LOW_BITS);
  }
}
