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
  private byte[] chunk = new byte[FIRST_BUFFER];
  private int chunkLength;
  private long size;

  /// What is encoded: all of it while in memory, else what is not yet in the file.
  private ByteBuffer encoded = ByteBuffer.allocate(0);

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
      octets.get(chunk, chunkLength, count);
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

  /// Makes room in the chunk for some of the octets and says for how many.
  private int room(int wanted) {
    if (chunkLength == BlobFormat.CHUNK) {
      endChunk();
    }
    if (chunkLength + wanted > chunk.length && chunk.length < BlobFormat.CHUNK) {
      int grown = Math.max(chunk.length * 2, chunkLength + wanted);
      chunk = Arrays.copyOf(chunk, Math.min(BlobFormat.CHUNK, grown));
    }
    return chunk.length - chunkLength;
  }

  private void took(int count) {
    digest.update(chunk, chunkLength, count);
    observer.octets(chunk, chunkLength, count);
    chunkLength += count;
    size += count;
  }

  private void endChunk() {
    reserve(BlobFormat.CHUNK_HEAD + chunkLength);
    int before = encoded.position();
    BlobFormat.writeChunk(chunk, chunkLength, options.compressionLevel(), encoded);
    storedLengths.add(encoded.position() - before);
    chunkLength = 0;
    if (file.isPresent() || encoded.position() > options.inlineLimit()) {
      spill();
    }
  }

  /// Makes room in the buffer of encoded bytes; the head's place is kept free at the start.
  private void reserve(int length) {
    if (encoded.capacity() == 0) {
      encoded = ByteBuffer.allocate(BlobFormat.HEAD + length);
      encoded.position(BlobFormat.HEAD);
    } else if (encoded.remaining() < length) {
      int needed = encoded.position() + length;
      int capacity = Math.max(needed, Math.min(2 * encoded.capacity(), needed + BlobFormat.CHUNK));
      encoded = ByteBuffer.allocate(capacity).put(encoded.flip());
    }
  }

  /// Moves encoded bytes to the file.
  private void spill() {
    try {
      if (file.isEmpty()) {
        file = Optional.of(spool.newFile());
      }
      encoded.flip();
      int length = encoded.remaining();
      file.get().file().write(filePosition, encoded);
      filePosition += length;
      encoded.clear();
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
    int chunks = storedLengths.size();
    reserve(BlobFormat.tableLength(chunks));
    if (chunks > 1) {
      writeTable();
    }
    BlobHash hash = BlobHash.of(digest.digest());
    EncodedBody body = file.isPresent() ? inFile(hash, file.get()) : inMemory(hash);
    finished = true;
    return body;
  }

  private void writeTable() {
    int start = encoded.position();
    storedLengths.forEach(encoded::putInt);
    encoded.putInt(BlobFormat.crc(encoded.array(), start, encoded.position() - start));
  }

  private EncodedBody inMemory(BlobHash hash) {
    int length = encoded.position();
    encoded.position(0);
    BlobFormat.writeHead(encoded, size);
    return EncodedBody.inMemory(hash, size, encoded.array(), length);
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
