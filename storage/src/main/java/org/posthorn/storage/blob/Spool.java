package org.posthorn.storage.blob;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.posthorn.storage.io.Disk;
import org.posthorn.storage.io.DiskFile;

/// Where bodies stand while they come in: in memory, or when they are large in files of one
/// directory, which must be on the store's file system. Thread-safe.
public final class Spool {
  private final Disk disk;
  private final Path directory;
  private final SpoolOptions options;
  private final AtomicLong count = new AtomicLong();

  private Spool(Disk disk, Path directory, SpoolOptions options) {
    this.disk = disk;
    this.directory = directory;
    this.options = options;
  }

  /// Opens the spool; what an earlier process left in it is deleted, since nothing refers to it.
  public static Spool open(Disk disk, Path directory, SpoolOptions options) {
    try {
      disk.makeDirectory(directory);
      for (Path left : disk.list(directory)) {
        disk.delete(left);
      }
      return new Spool(disk, directory, options);
    } catch (IOException failure) {
      throw new UncheckedIOException("the spool cannot be opened", failure);
    }
  }

  /// Starts a body.
  ///
  /// @param maxSize octets after which writing fails with a
  ///     [org.posthorn.storage.model.StorageError.Limit]
  /// @param observer sees the octets as they pass
  public SpoolWriter newBody(long maxSize, BodyObserver observer) {
    return new SpoolWriter(this, options, maxSize, observer);
  }

  /// A body of octets at hand.
  public SpooledBody body(byte[] octets) {
    try (SpoolWriter writer = newBody(octets.length, BodyObserver.NONE)) {
      writer.write(octets, 0, octets.length);
      return writer.finish();
    }
  }

  /// A new file and its name.
  SpoolFile newFile() throws IOException {
    Path path = directory.resolve("body-" + count.incrementAndGet());
    return new SpoolFile(disk, path, disk.create(path));
  }

  /// An open file of the spool.
  record SpoolFile(Disk disk, Path path, DiskFile file) {}
}
