package org.posthorn.storage.schema;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.posthorn.storage.model.UidSet;

/// Writes a set of UIDs as bytes: for each range the distance from the end of the one before and
/// its length less one, each in groups of seven bits, the lowest first.
public final class UidSetCodec {
  private UidSetCodec() {}

  public static byte[] encode(UidSet set) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    long before = 0;
    for (UidSet.Range range : set.ranges()) {
      writeNumber(out, range.first() - before);
      writeNumber(out, range.last() - range.first());
      before = range.last();
    }
    return out.toByteArray();
  }

  public static UidSet decode(byte[] bytes) {
    List<UidSet.Range> ranges = new ArrayList<>();
    int[] at = {0};
    long before = 0;
    while (at[0] < bytes.length) {
      long first = before + readNumber(bytes, at);
      before = first + readNumber(bytes, at);
      ranges.add(new UidSet.Range(first, before));
    }
    return UidSet.ofRanges(ranges);
  }

  private static void writeNumber(ByteArrayOutputStream out, long number) {
    long rest = number;
    while (rest > 0x7F) {
      out.write((int) (rest & 0x7F) | 0x80);
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  private static long readNumber(byte[] bytes, int[] at) {
    long number = 0;
    int shift = 0;
    while (true) {
      byte next = bytes[at[0]++];
      number |= (long) (next & 0x7F) << shift;
      if (next >= 0) {
        return number;
      }
      shift += 7;
    }
  }
}
