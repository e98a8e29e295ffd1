package org.posthorn.storage.blob;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;

/// Takes a body piece by piece: hashes it, shows it to the observer, and keeps it in the form it
/// will be stored in. One thread at a time.
///
/// Errors: [StorageException] with [StorageError.Limit] when the body is too large, with
/// [StorageError.Unavailable] when the spool file cannot be written; the writer is then only
/// closed.
public final class SpoolWriter implements AutoCloseable {
  private static final int FIRST_BUFFER = 8 * 1024;

  private final Spool spool;
  private final SpoolOptions options;
  private final long maxSize;
  private final BodyObserver observer;
  private final MessageDigest digest = sha256();
  private final List<Integer> storedLengths = new ArrayList<>();

  /// Encoded chunks (all while in memory, else those not yet in the file), then the octets of the
  /// chunk being filled, behind the place of its head.
  private byte[] buffer = new byte[FIRST_BUFFER];

  /// Where the encoded chunks in the buffer end; the head of the body has its place at the start.
  private int end = BlobFormat.HEAD;

  private int chunkLength;
  private long size;
  private Optional<Spool.SpoolFile> file = Optional.empty();
  private long filePosition;
  private boolean finished;

  SpoolWriter(Spool spool, SpoolOptions options, long maxSize, BodyObserver observer) {
    this.spool = spool;
    this.options = options;
    this.maxSize = maxSize;
    this.observer = observer;
  }

  private static MessageDigest sha256() {
    try {
      return MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException missing) {
      throw new IllegalStateException("every JDK has SHA-256", missing);
    }
  }

  /// Octets taken so far.
  public long size() {
    return size;
  }

  /// Takes all that remains in the buffer.
  public void write(ByteBuffer octets) {
    beforeWrite(octets.remaining());
    while (octets.hasRemaining()) {
      int count = Math.min(octets.remaining(), room(octets.remaining()));
      octets.get(buffer, chunkStart() + chunkLength, count);
      took(count);
    }
  }

  /// Takes a part of an array, which may be used again afterwards.
  public void write(byte[] octets, int offset, int length) {
    Objects.checkFromIndexSize(offset, length, octets.length);
    write(ByteBuffer.wrap(octets, offset, length));
  }

  private void beforeWrite(int length) {
    if (finished) {
      throw new IllegalStateException("the body is finished");
    }
    if (size + length > maxSize) {
      throw new StorageException(
          new StorageError.Limit("the message is larger than %d octets".formatted(maxSize)));
    }
  }

  private int chunkStart() {
    return end + BlobFormat.CHUNK_HEAD;
  }

  /// Makes room in the chunk for some of the octets and says for how many.
  private int room(int wanted) {
    if (chunkLength == BlobFormat.CHUNK) {
      endChunk();
    }
    int length = Math.min(BlobFormat.CHUNK, chunkLength + wanted);
    reserve(chunkStart() + length);
    return length - chunkLength;
  }

  private void reserve(int length) {
    if (buffer.length < length) {
      int doubled = Math.min(2 * buffer.length, chunkStart() + BlobFormat.CHUNK);
      buffer = Arrays.copyOf(buffer, Math.max(doubled, length));
    }
  }

  private void took(int count) {
    int from = chunkStart() + chunkLength;
    digest.update(buffer, from, count);
    observer.octets(buffer, from, count);
    chunkLength += count;
    size += count;
  }

  private void endChunk() {
    reserve(chunkStart());
    int stored = BlobFormat.sealChunk(buffer, end, chunkLength, options.compressionLevel());
    storedLengths.add(stored);
    end += stored;
    chunkLength = 0;
    if (file.isPresent() || end > options.inlineLimit()) {
      spill();
    }
  }

  /// Moves encoded chunks to the file.
  private void spill() {
    try {
      if (file.isEmpty()) {
        file = Optional.of(spool.newFile());
      }
      file.get().file().write(filePosition, ByteBuffer.wrap(buffer, 0, end));
      filePosition += end;
      end = 0;
    } catch (IOException failure) {
      throw unwritable(failure);
    }
  }

  private static StorageException unwritable(IOException failure) {
    return new StorageException(
        new StorageError.Unavailable("the spool cannot be written"), failure);
  }

  /// Ends the body. The writer is used up; closing it does nothing more.
  public SpooledBody finish() {
    beforeWrite(0);
    if (chunkLength > 0) {
      endChunk();
    }
    writeTable();
    BlobHash hash = BlobHash.of(digest.digest());
    EncodedBody body = file.isPresent() ? inFile(hash, file.get()) : inMemory(hash);
    finished = true;
    return body;
  }

  private void writeTable() {
    int length = BlobFormat.tableLength(storedLengths.size());
    reserve(end + length);
    if (length > 0) {
      ByteBuffer table = ByteBuffer.wrap(buffer, end, length);
      storedLengths.forEach(table::putInt);
      table.putInt(BlobFormat.crc(buffer, end, length - 4));
      end += length;
    }
  }

  private EncodedBody inMemory(BlobHash hash) {
    BlobFormat.writeHead(ByteBuffer.wrap(buffer), size);
    return EncodedBody.inMemory(hash, size, buffer, end);
  }

  private EncodedBody inFile(BlobHash hash, Spool.SpoolFile spoolFile) {
    spill();
    ByteBuffer head = ByteBuffer.allocate(BlobFormat.HEAD);
    BlobFormat.writeHead(head, size);
    try {
      spoolFile.file().write(0, head.flip());
    } catch (IOException failure) {
      throw unwritable(failure);
    }
    return EncodedBody.inFile(hash, size, filePosition, spoolFile);
  }

  /// Throws away a body that was not finished. Idempotent.
  @Override
  public void close() {
    if (!finished) {
      finished = true;
      file.ifPresent(EncodedBody::discard);
    }
  }
}
