package org.posthorn.protocol.frame;

import java.io.IOException;
import java.io.InputStream;

/// Content that streams in from the peer: a literal or a message. Reads wait for the peer, and
/// return what is there. Read it with big arrays (64 KB or more). For the session's thread only.
///
/// Closing it skips the rest. Reads throw [PeerTimeoutException] and [ConnectionEndedException].
public abstract class ContentStream extends InputStream {
  static final ContentStream FINISHED =
      new ContentStream() {
        @Override
        public int read(byte[] target, int offset, int length) {
          return -1;
        }

        @Override
        public boolean isFinished() {
          return true;
        }
      };

  private static final int SKIP_BUFFER = 16 * 1024;

  ContentStream() {}

  /// Whether everything has been read, so that the next octets belong to something else.
  public abstract boolean isFinished();

  @Override
  public abstract int read(byte[] target, int offset, int length) throws IOException;

  @Override
  public final int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
  }

  /// Reads the rest and throws it away.
  public final void skipRest() throws IOException {
    if (!isFinished()) {
      byte[] buffer = new byte[SKIP_BUFFER];
      while (read(buffer, 0, buffer.length) >= 0) {
        // Nothing is kept.
      }
    }
  }

  @Override
  public final void close() throws IOException {
    skipRest();
  }
}
