package org.posthorn.server.daemon;

import java.io.Closeable;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/// This daemon's name among those that share a store: made at random when its data directory is,
/// and kept there. While it is held, no other process works with the same directory.
///
/// @param name a UUID
/// @param lock what keeps others out
record Instance(String name, FileLock lock) implements Closeable {
  private static final String FILE = "instance";

  /// @throws IOException where the directory cannot be written, or another process has it
  static Instance hold(Path data) throws IOException {
    FileChannel channel =
        FileChannel.open(
            data.resolve(FILE + ".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
    try {
      FileLock lock = channel.tryLock();
      if (lock == null) {
        throw new IOException(data + " is in use by another process");
      }
      return new Instance(name(data.resolve(FILE)), lock);
    } catch (IOException | RuntimeException failure) {
      channel.close();
      throw failure;
    }
  }

  private static String name(Path file) throws IOException {
    if (!Files.exists(file)) {
      Files.writeString(file, UUID.randomUUID() + "\n", StandardOpenOption.CREATE_NEW);
    }
    return UUID.fromString(Files.readString(file).strip()).toString();
  }

  @Override
  public void close() throws IOException {
    lock.acquiredBy().close();
  }
}
