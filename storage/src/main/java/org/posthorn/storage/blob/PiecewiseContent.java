package org.posthorn.storage.blob;

import java.io.InputStream;
import java.util.Objects;

/// A [Content] whose longer slices are read in pieces of at most [#PIECE] octets, aligned so that a
/// stored chunk is decoded once.
public abstract class PiecewiseContent implements Content {
  /// The length of a piece: that of a stored chunk.
  public static final int PIECE = 128 * 1024;

  private final long size;

  protected PiecewiseContent(long size) {
    this.size = size;
  }

  @Override
  public final long size() {
    return size;
  }

  @Override
  public final void writeTo(long offset, long length, Sink sink) {
    Objects.checkFromIndexSize(offset, length, size);
    long at = offset;
    long end = offset + length;
    while (at < end) {
      byte[] piece = piece(at, end);
      sink.accept(piece, 0, piece.length);
      at += piece.length;
    }
  }

  /// From `at` to the next border of pieces or to the end.
  private byte[] piece(long at, long end) {
    long border = (at / PIECE + 1) * PIECE;
    return read(at, (int) (Math.min(border, end) - at));
  }

  @Override
  public final InputStream stream(long offset, long length) {
    Objects.checkFromIndexSize(offset, length, size);
    return new PieceStream(offset, offset + length);
  }

  private final class PieceStream extends InputStream {
    private final long end;
    private long next;
    private byte[] piece = new byte[0];
    private int position;

    PieceStream(long start, long end) {
      this.next = start;
      this.end = end;
    }

    /// Returns whether there is an octet to read.
    private boolean fill() {
      if (position == piece.length && next < end) {
        piece = piece(next, end);
        next += piece.length;
        position = 0;
      }
      return position < piece.length;
    }

    @Override
    public int read() {
      return fill() ? piece[position++] & 0xFF : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      Objects.checkFromIndexSize(offset, length, target.length);
      if (length == 0) {
        return 0;
      }
      if (!fill()) {
        return -1;
      }
      int count = Math.min(length, piece.length - position);
      System.arraycopy(piece, position, target, offset, count);
      position += count;
      return count;
    }

    @Override
    public int available() {
      return piece.length - position;
    }
  }
}
