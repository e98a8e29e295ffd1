package org.posthorn.protocol.frame;

import java.io.IOException;
import java.util.Objects;

/// A message behind DATA: ends at CRLF.CRLF and only there, without the dots that were stuffed in
/// (RFC 5321 §4.5.2).
///
/// Bare CR and bare LF are passed on as they are and reported, so that a server can refuse the
/// message: treating them as line ends is what makes smuggling possible.
public final class DataStream extends ContentStream {
  private final Input input;
  private final DotUnstuffer unstuffer = new DotUnstuffer();
  private final long since = System.nanoTime();
  private long done;

  /// An octet that came out but found no room, or -1.
  private int spare = -1;

  DataStream(Input input) {
    this.input = input;
  }

  @Override
  public boolean isFinished() {
    return unstuffer.isFinished();
  }

  /// Whether a LF without a CR before it has been seen.
  public boolean sawBareLf() {
    return unstuffer.sawBareLf();
  }

  /// Whether a CR without a LF behind it has been seen.
  public boolean sawBareCr() {
    return unstuffer.sawBareCr();
  }

  @Override
  public int read(byte[] target, int offset, int max) throws IOException {
    Objects.checkFromIndexSize(offset, max, target.length);
    if (max == 0) {
      return 0;
    }
    if (spare >= 0) {
      target[offset] = (byte) spare;
      spare = -1;
      return 1;
    }
    if (max <= DotUnstuffer.MAX_HELD) {
      return readOne(target, offset);
    }
    while (!unstuffer.isFinished()) {
      // Behind the octets that the unstuffer may still hold back, so that it can work in place.
      int start = offset + DotUnstuffer.MAX_HELD;
      int n = input.readContent(target, start, max - DotUnstuffer.MAX_HELD, since, done);
      done += n;
      int written = unstuffer.decode(target, start, n, target, offset);
      if (unstuffer.consumed() < n) {
        input.unread(target, start + unstuffer.consumed(), n - unstuffer.consumed());
      }
      if (written > 0) {
        return written;
      }
    }
    return -1;
  }

  /// A read of a single octet: what comes out beyond it is kept for the next read.
  private int readOne(byte[] target, int offset) throws IOException {
    byte[] out = new byte[1 + DotUnstuffer.MAX_HELD];
    while (!unstuffer.isFinished()) {
      input.readContent(out, 0, 1, since, done);
      done++;
      byte[] in = {out[0]};
      int written = unstuffer.decode(in, 0, 1, out, 0);
      if (written > 0) {
        target[offset] = out[0];
        spare = written > 1 ? out[1] & 0xff : -1;
        return 1;
      }
    }
    return -1;
  }
}
