package org.posthorn.storage.engine.mysql;

import java.io.InputStream;
import java.util.Optional;
import org.posthorn.storage.blob.BlobContent;
import org.posthorn.storage.blob.BlobSource;
import org.posthorn.storage.blob.Content;
import org.posthorn.storage.engine.Engine.EngineBody;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;

/// A body in the database. Keeps the piece that was read last. One thread.
final class MysqlBody implements EngineBody {
  private final Optional<Connected> session;
  private final Content content;

  private MysqlBody(Optional<Connected> session, Content content) {
    this.session = session;
    this.content = content;
  }

  /// Opens a body; the session is closed with it, or now if there is none.
  static Optional<EngineBody> open(Connected session, BlobHash hash) {
    try {
      Optional<BodyTable.Piece> first =
          session.call(connection -> BodyTable.piece(connection, hash, 0));
      if (first.isEmpty()) {
        session.close();
        return Optional.empty();
      }
      Pieces pieces = new Pieces(session, hash, first.get());
      return Optional.of(new MysqlBody(Optional.of(session), BlobContent.open(pieces)));
    } catch (RuntimeException failure) {
      session.close();
      throw failure;
    }
  }

  /// Opens a body whose stored form is in memory.
  static EngineBody of(byte[] stored) {
    return new MysqlBody(Optional.empty(), BlobContent.open(new Stored(stored)));
  }

  private record Stored(byte[] bytes) implements BlobSource {
    @Override
    public long length() {
      return bytes.length;
    }

    @Override
    public void read(long position, byte[] target, int offset, int length) {
      System.arraycopy(bytes, Math.toIntExact(position), target, offset, length);
    }
  }

  @Override
  public long size() {
    return content.size();
  }

  @Override
  public byte[] read(long offset, int length) {
    return content.read(offset, length);
  }

  @Override
  public void writeTo(long offset, long length, Sink sink) {
    content.writeTo(offset, length, sink);
  }

  @Override
  public InputStream stream(long offset, long length) {
    return content.stream(offset, length);
  }

  @Override
  public void close() {
    session.ifPresent(Connected::close);
  }

  private static final class Pieces implements BlobSource {
    private final Connected session;
    private final BlobHash hash;
    private final long total;
    private int number;
    private byte[] bytes;

    Pieces(Connected session, BlobHash hash, BodyTable.Piece first) {
      this.session = session;
      this.hash = hash;
      this.total = first.total();
      this.bytes = first.bytes();
    }

    @Override
    public long length() {
      return total;
    }

    @Override
    public void read(long position, byte[] target, int offset, int length) {
      int done = 0;
      while (done < length) {
        load((int) ((position + done) / BodyTable.PIECE));
        int from = (int) ((position + done) % BodyTable.PIECE);
        int count = Math.min(length - done, bytes.length - from);
        if (count <= 0) {
          throw new StorageException(
              new StorageError.Corrupt("a stored message is damaged: a piece is cut short"));
        }
        System.arraycopy(bytes, from, target, offset + done, count);
        done += count;
      }
    }

    private void load(int wanted) {
      if (wanted != number) {
        bytes =
            session
                .call(connection -> BodyTable.piece(connection, hash, wanted))
                .orElseThrow(
                    () -> new StorageException(new StorageError.Missing("the message is gone")))
                .bytes();
        number = wanted;
      }
    }
  }
}
