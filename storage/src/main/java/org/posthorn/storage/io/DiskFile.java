package org.posthorn.storage.io;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.Optional;

/// An open file. Reads may go on at once on many threads; one thread writes.
public interface DiskFile extends AutoCloseable {
  /// Writes all that remains in the buffer.
  void write(long position, ByteBuffer source) throws IOException;

  /// Fills the array's part; an [java.io.EOFException] if the file ends before.
  void read(long position, byte[] target, int offset, int length) throws IOException;

  /// The length in bytes.
  long size() throws IOException;

  /// Reserves space and makes the file that long; what was not written reads as zeros.
  void allocate(long length) throws IOException;

  /// Cuts the file.
  void truncate(long length) throws IOException;

  /// Makes everything written durable (fdatasync).
  void sync() throws IOException;

  /// Maps the whole file for reading, where the disk can. The mapping shows later writes and lives
  /// until the arena is closed.
  Optional<MemorySegment> map(Arena arena) throws IOException;

  @Override
  void close() throws IOException;
}
