package org.posthorn.server.admin;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;

/// The console of a command that runs in the daemon: every line is a frame to the client.
final class SocketConsole implements Console {
  private static final long PROGRESS_NANOS = 100_000_000;

  private final DataOutputStream out;
  private final FrameInput input;
  private long lastProgress = System.nanoTime() - PROGRESS_NANOS;

  SocketConsole(DataInputStream in, DataOutputStream out) {
    this.out = out;
    this.input = new FrameInput(in);
  }

  @Override
  public void out(String line) {
    send(new AdminFrame.Out(line));
  }

  @Override
  public void err(String line) {
    send(new AdminFrame.Err(line));
  }

  @Override
  public void progress(String what, long done, long total) {
    long now = System.nanoTime();
    if (now - lastProgress >= PROGRESS_NANOS || done == total) {
      lastProgress = now;
      send(new AdminFrame.Progress(what, done, total));
    }
  }

  @Override
  public InputStream input() {
    return input;
  }

  private void send(AdminFrame frame) {
    try {
      synchronized (out) {
        AdminFrame.write(out, frame);
        out.flush();
      }
    } catch (IOException e) {
      throw new UncheckedIOException("the command line has gone away", e);
    }
  }

  /// The bytes of the input frames, one after the other.
  private static final class FrameInput extends InputStream {
    private final DataInputStream in;
    private byte[] piece = new byte[0];
    private int position;
    private boolean ended;

    FrameInput(DataInputStream in) {
      this.in = in;
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] into, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      while (position == piece.length && !ended) {
        nextPiece();
      }
      if (position == piece.length) {
        return -1;
      }
      int count = Math.min(length, piece.length - position);
      System.arraycopy(piece, position, into, offset, count);
      position += count;
      return count;
    }

    private void nextPiece() throws IOException {
      switch (AdminFrame.read(in)) {
        case AdminFrame.Input(byte[] bytes) -> {
          piece = bytes;
          position = 0;
        }
        case AdminFrame.EndOfInput _ -> ended = true;
        default -> throw new IOException("input expected");
      }
    }
  }
}
