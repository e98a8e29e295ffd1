package org.posthorn.protocol.frame;

import java.io.IOException;
import java.util.Objects;

/// A counted number of octets.
final class LengthStream extends ContentStream {
  private final Input input;
  private final long length;
  private final long since = System.nanoTime();
  private long done;

  LengthStream(Input input, long length) {
    if (length < 0) {
      throw new IllegalArgumentException("negative length");
    }
    this.input = input;
    this.length = length;
  }

  @Override
  public boolean isFinished() {
    return done == length;
  }

  @Override
  public int read(byte[] target, int offset, int max) throws IOException {
    Objects.checkFromIndexSize(offset, max, target.length);
    if (done == length) {
      return -1;
    }
    if (max == 0) {
      return 0;
    }
    int n = input.readContent(target, offset, (int) Math.min(max, length - done), since, done);
    done += n;
    return n;
  }
}
