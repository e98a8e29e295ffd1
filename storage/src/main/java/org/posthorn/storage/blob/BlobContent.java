package org.posthorn.storage.blob;

import java.nio.ByteBuffer;
import java.util.Objects;

/// A stored body decoded: a slice costs its chunks and no others. Checksums are checked on every
/// read. As thread-safe as its source.
public final class BlobContent extends PiecewiseContent {
  private final BlobSource source;

  /// Where each chunk starts, and where the last one ends.
  private final long[] starts;

  private BlobContent(BlobSource source, long size, long[] starts) {
    super(size);
    this.source = source;
    this.starts = starts;
  }

  /// Reads head and table.
  ///
  /// @throws org.posthorn.storage.model.StorageException with
  ///     [org.posthorn.storage.model.StorageError.Corrupt] if they are damaged
  public static BlobContent open(BlobSource source) {
    if (source.length() < BlobFormat.HEAD) {
      throw BlobFormat.corrupt("it is cut short");
    }
    byte[] head = new byte[BlobFormat.HEAD];
    source.read(0, head, 0, head.length);
    long size = BlobFormat.readSize(head);
    return new BlobContent(source, size, starts(source, size));
  }

  private static long[] starts(BlobSource source, long size) {
    if (size < 0 || BlobFormat.chunks(size) > source.length() / BlobFormat.CHUNK_HEAD) {
      throw BlobFormat.corrupt("its size is wrong");
    }
    int chunks = Math.toIntExact(BlobFormat.chunks(size));
    int tableLength = BlobFormat.tableLength(chunks);
    long end = source.length() - tableLength;
    if (end < BlobFormat.HEAD) {
      throw BlobFormat.corrupt("it is cut short");
    }
    long[] starts = new long[chunks + 1];
    starts[0] = BlobFormat.HEAD;
    if (chunks < 2) {
      if (chunks == 1) {
        checkLength(end - BlobFormat.HEAD);
      }
      starts[chunks] = end;
      return starts;
    }
    byte[] table = new byte[tableLength];
    source.read(end, table, 0, tableLength);
    ByteBuffer in = ByteBuffer.wrap(table);
    if (in.getInt(tableLength - 4) != BlobFormat.crc(table, 0, tableLength - 4)) {
      throw BlobFormat.corrupt("its table is damaged");
    }
    for (int i = 0; i < chunks; i++) {
      int length = in.getInt();
      checkLength(length);
      starts[i + 1] = starts[i] + length;
    }
    if (starts[chunks] != end) {
      throw BlobFormat.corrupt("its length is wrong");
    }
    return starts;
  }

  private static void checkLength(long storedChunk) {
    if (storedChunk < BlobFormat.CHUNK_HEAD
        || storedChunk > BlobFormat.CHUNK_HEAD + BlobFormat.CHUNK) {
      throw BlobFormat.corrupt("a chunk has a wrong length");
    }
  }

  @Override
  public byte[] read(long offset, int length) {
    Objects.checkFromIndexSize(offset, length, size());
    if (length == 0) {
      return new byte[0];
    }
    int first = (int) (offset / PIECE);
    int skip = (int) (offset % PIECE);
    byte[] chunk = chunk(first);
    if (skip == 0 && chunk.length == length) {
      return chunk;
    }
    byte[] slice = new byte[length];
    int done = Math.min(length, chunk.length - skip);
    System.arraycopy(chunk, skip, slice, 0, done);
    for (int i = first + 1; done < length; i++) {
      chunk = chunk(i);
      int count = Math.min(length - done, chunk.length);
      System.arraycopy(chunk, 0, slice, done, count);
      done += count;
    }
    return slice;
  }

  private byte[] chunk(int number) {
    long start = starts[number];
    long length = starts[number + 1] - start;
    if (length < BlobFormat.CHUNK_HEAD || length > BlobFormat.CHUNK_HEAD + BlobFormat.CHUNK) {
      throw BlobFormat.corrupt("a chunk has a wrong length");
    }
    int raw = (int) Math.min(PIECE, size() - (long) number * PIECE);
    return BlobFormat.readChunk(source, start, (int) length, raw);
  }
}
