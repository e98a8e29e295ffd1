package org.posthorn.storage.engine.rocksdb;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.posthorn.storage.io.Disk;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;

/// A consistent copy of the store while it works: a rolled segment, a checkpoint of RocksDB, and
/// hard links to segments and body files. Linked files are never written to again by a store
/// opened on the copy.
final class Backup {
  private final Layout layout;
  private final Disk disk;
  private final Database database;
  private final Committer committer;
  private final BodyFiles files;
  private final Garbage garbage;

  Backup(
      Layout layout,
      Disk disk,
      Database database,
      Committer committer,
      BodyFiles files,
      Garbage garbage) {
    this.layout = layout;
    this.disk = disk;
    this.database = database;
    this.committer = committer;
    this.files = files;
    this.garbage = garbage;
  }

  void write(Path target) {
    Layout copy = new Layout(target);
    // What the checkpoint names must still be there when it is linked.
    try (Garbage.Hold _ = garbage.hold()) {
      checkEmpty(target);
      disk.makeDirectory(target);
      committer.call(new Request.Roll(new CompletableFuture<>()));
      database.checkpoint(copy.rows());
      linkSegments(copy);
      linkFiles(copy);
      disk.syncDirectory(target);
    } catch (IOException failure) {
      throw new StorageException(
          new StorageError.Unavailable("the copy could not be written to " + target), failure);
    }
  }

  private static void checkEmpty(Path target) throws IOException {
    if (Files.exists(target)) {
      try (Stream<Path> content = Files.list(target)) {
        if (content.findAny().isPresent()) {
          throw new StorageException(new StorageError.Exists(target + " is not empty"));
        }
      }
    }
  }

  private void linkSegments(Layout copy) throws IOException {
    disk.makeDirectory(copy.segments());
    for (Path segment : disk.list(layout.segments())) {
      disk.link(segment, copy.segments().resolve(segment.getFileName()));
    }
    disk.syncDirectory(copy.segments());
  }

  private void linkFiles(Layout copy) throws IOException {
    disk.makeDirectory(copy.bodies());
    for (Path file : files.all()) {
      Path link = BodyFiles.path(copy.bodies(), file.getFileName() + "");
      Path directory = copy.bodies().resolve((file.getFileName() + "").substring(0, 2));
      disk.makeDirectory(directory);
      disk.link(file, link);
      disk.syncDirectory(directory);
    }
  }
}
