package org.posthorn.storage.blob;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.Optional;
import org.posthorn.storage.io.DiskFile;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A spooled body in the form it will be stored in: what an engine gets to see of a
/// [SpooledBody].
/// One thread at a time.
public final class EncodedBody implements SpooledBody {
  private static final Logger log = LoggerFactory.getLogger(EncodedBody.class);

  private final BlobHash hash;
  private final long size;
  private final long length;
  private final byte[] bytes;
  private final Optional<Spool.SpoolFile> file;
  private Optional<Path> claimedAs = Optional.empty();
  private boolean closed;

  private EncodedBody(
      BlobHash hash, long size, long length, byte[] bytes, Optional<Spool.SpoolFile> file) {
    this.hash = hash;
    this.size = size;
    this.length = length;
    this.bytes = bytes;
    this.file = file;
  }

  static EncodedBody inMemory(BlobHash hash, long size, byte[] bytes, int length) {
    return new EncodedBody(hash, size, length, bytes, Optional.empty());
  }

  static EncodedBody inFile(BlobHash hash, long size, long length, Spool.SpoolFile file) {
    return new EncodedBody(hash, size, length, new byte[0], Optional.of(file));
  }

  /// The encoded form of a body that is handed to an engine; all bodies come from a [Spool].
  public static EncodedBody of(SpooledBody body) {
    if (body instanceof EncodedBody encoded) {
      return encoded;
    }
    throw new IllegalArgumentException("a body that did not come from the spool");
  }

  @Override
  public BlobHash hash() {
    return hash;
  }

  /// Octets of the body.
  public long size() {
    return size;
  }

  /// Bytes of its stored form.
  public long length() {
    return length;
  }

  /// Whether it stands in a spool file and not in memory.
  public boolean inFile() {
    return file.isPresent();
  }

  /// The stored form, of a body in memory.
  public ByteBuffer encoded() {
    return ByteBuffer.wrap(bytes, 0, Math.toIntExact(inFile() ? 0 : length));
  }

  /// The stored form, wherever it is.
  public BlobSource stored() {
    return file.isPresent()
        ? new FileSource(file.get().file(), length)
        : BlobSource.of(bytes, (int) length);
  }

  /// Makes the spool file's bytes durable.
  public void sync() throws IOException {
    spoolFile().file().sync();
  }

  /// Moves the spool file to its place in the store; the content stays readable here. If the
  /// transaction runs again, the file is moved on from there.
  public void claim(Path place) throws IOException {
    spoolFile().disk().move(claimedAs.orElse(spoolFile().path()), place);
    claimedAs = Optional.of(place);
  }

  private Spool.SpoolFile spoolFile() {
    return file.orElseThrow(() -> new IllegalStateException("the body is in memory"));
  }

  @Override
  public Content content() {
    return BlobContent.open(stored());
  }

  @Override
  public void close() {
    if (closed) {
      return;
    }
    closed = true;
    if (file.isPresent()) {
      if (claimedAs.isPresent()) {
        closeFile(file.get().file());
      } else {
        discard(file.get());
      }
    }
  }

  static void discard(Spool.SpoolFile spoolFile) {
    closeFile(spoolFile.file());
    try {
      spoolFile.disk().delete(spoolFile.path());
    } catch (IOException failure) {
      // Deleted at the next start.
      log.atWarn().addKeyValue("file", spoolFile.path()).setCause(failure).log("spool file stays");
    }
  }

  private static void closeFile(DiskFile file) {
    try {
      file.close();
    } catch (IOException failure) {
      log.atWarn().setCause(failure).log("a spool file was not closed");
    }
  }

  private record FileSource(DiskFile file, long length) implements BlobSource {
    @Override
    public void read(long position, byte[] target, int offset, int count) {
      try {
        file.read(position, target, offset, count);
      } catch (IOException failure) {
        throw new StorageException(
            new StorageError.Unavailable("the spool cannot be read"), failure);
      }
    }
  }
}
