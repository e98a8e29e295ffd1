package org.posthorn.storage.engine.redo;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.posthorn.storage.io.DiskFile;

/// A file of the log. A block of 4 KB says "PHL1", version (4), a random number (16), CRC32C of
/// these; then come records, each at the start of a block: "PHLR", length of the payload (4),
/// sequence (8), CRC32C of the random number, length, sequence and payload (4), the payload.
///
/// Written by one thread at a time.
final class RedoFile {
  static final int BLOCK = 4096;

  private static final int MAGIC = 0x50484C31;
  private static final int VERSION = 1;
  private static final int HEAD = 24;
  private static final int RECORD_MAGIC = 0x50484C52;
  private static final int RECORD_HEAD = 20;
  private static final int FILL = 1 << 20;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final Path path;
  private final DiskFile file;
  private final long size;
  private byte[] salt = new byte[16];
  private long end = BLOCK;
  private long last;

  /// @param size its length
  RedoFile(Path path, DiskFile file, long size) {
    this.path = path;
    this.file = file;
    this.size = size;
  }

  /// A record that was read.
  ///
  /// @param end the block behind it
  record Found(long sequence, byte[] payload, long end) {}

  Path path() {
    return path;
  }

  long size() {
    return size;
  }

  /// The sequence of the last record, 0 if there is none.
  long last() {
    return last;
  }

  /// Bytes that a record takes.
  static long lengthOf(int payload) {
    return (RECORD_HEAD + (long) payload + BLOCK - 1) / BLOCK * BLOCK;
  }

  /// Bytes of a file that has room for a record.
  static long sizeFor(int payload) {
    return BLOCK + lengthOf(payload);
  }

  boolean hasRoom(int payload) {
    return end + lengthOf(payload) <= size;
  }

  /// Writes zeros everywhere, so that later writes find blocks that are there.
  void fill() throws IOException {
    ByteBuffer zeros = ByteBuffer.allocateDirect(FILL);
    for (long at = 0; at < size; at += FILL) {
      zeros.position(0).limit((int) Math.min(FILL, size - at));
      file.write(at, zeros);
    }
  }

  /// Begins a new use: all records there were are void once this returns.
  void begin() throws IOException {
    byte[] fresh = new byte[16];
    RANDOM.nextBytes(fresh);
    ByteBuffer head = ByteBuffer.allocate(BLOCK);
    head.putInt(MAGIC).putInt(VERSION).put(fresh);
    head.putInt(crc(head.array(), HEAD));
    head.rewind();
    file.write(0, head);
    file.sync();
    salt = fresh;
    end = BLOCK;
    last = 0;
  }

  private static int crc(byte[] bytes, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, 0, length);
    return (int) crc.getValue();
  }

  /// Reads the head; false if there is none that is whole.
  boolean readHead() throws IOException {
    if (size < BLOCK) {
      return false;
    }
    byte[] bytes = new byte[HEAD + 4];
    file.read(0, bytes, 0, bytes.length);
    ByteBuffer head = ByteBuffer.wrap(bytes);
    if (head.getInt() != MAGIC || head.getInt() != VERSION) {
      return false;
    }
    head.get(salt);
    return head.getInt() == crc(bytes, HEAD);
  }

  /// Whether records stand here, one after the other from the start, up to one of a sequence beyond
  /// this one: for a file with a damaged head, whose records cannot be checked. A file whose head
  /// was not written to its end holds only records of an earlier use, which are not needed.
  boolean reachesBeyond(long sequence) throws IOException {
    byte[] bytes = new byte[RECORD_HEAD];
    long at = BLOCK;
    while (at + BLOCK <= size) {
      file.read(at, bytes, 0, bytes.length);
      ByteBuffer head = ByteBuffer.wrap(bytes);
      if (head.getInt() != RECORD_MAGIC) {
        return false;
      }
      int length = head.getInt();
      if (head.getLong() > sequence) {
        return true;
      }
      if (length < 0) {
        return false;
      }
      at += lengthOf(length);
    }
    return false;
  }

  /// Appends a record, for which there is room, and makes it durable.
  ///
  /// @param buffer used again and again; [#sizeFor] its payload is room enough
  void append(long sequence, byte[] payload, ByteBuffer buffer) throws IOException {
    int length = Math.toIntExact(lengthOf(payload.length));
    buffer.clear().limit(length);
    buffer.putInt(RECORD_MAGIC).putInt(payload.length).putLong(sequence);
    buffer.putInt(checksum(sequence, payload)).put(payload);
    while (buffer.hasRemaining()) {
      buffer.put((byte) 0);
    }
    buffer.flip();
    file.write(end, buffer);
    file.sync();
    end += length;
    last = sequence;
  }

  private int checksum(long sequence, byte[] payload) {
    byte[] head = new byte[28];
    ByteBuffer.wrap(head).put(salt).putInt(payload.length).putLong(sequence);
    CRC32C crc = new CRC32C();
    crc.update(head);
    crc.update(payload);
    return (int) crc.getValue();
  }

  /// The first record, if there is one.
  Optional<Found> first() throws IOException {
    return read(BLOCK);
  }

  /// The record at a block, if there is a whole one of the file's present use.
  Optional<Found> read(long at) throws IOException {
    if (at + BLOCK > size) {
      return Optional.empty();
    }
    byte[] head = new byte[RECORD_HEAD];
    file.read(at, head, 0, head.length);
    ByteBuffer in = ByteBuffer.wrap(head);
    if (in.getInt() != RECORD_MAGIC) {
      return Optional.empty();
    }
    int length = in.getInt();
    long sequence = in.getLong();
    if (length < 0 || at + lengthOf(length) > size) {
      return Optional.empty();
    }
    byte[] payload = new byte[length];
    file.read(at + RECORD_HEAD, payload, 0, length);
    return in.getInt() == checksum(sequence, payload)
        ? Optional.of(new Found(sequence, payload, at + lengthOf(length)))
        : Optional.empty();
  }

  /// Notes the last record that was found when the log was opened.
  void foundLast(long sequence) {
    last = sequence;
  }

  /// Whether a whole record stands at or behind a block.
  boolean hasRecordFrom(long block) throws IOException {
    for (long at = block; at + BLOCK <= size; at += BLOCK) {
      if (read(at).isPresent()) {
        return true;
      }
    }
    return false;
  }

  void close() throws IOException {
    file.close();
  }
}
