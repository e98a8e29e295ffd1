package org.posthorn.storage.engine.rocksdb;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.atomic.AtomicLong;
import org.posthorn.storage.blob.EncodedBody;
import org.posthorn.storage.engine.segment.BodyPlace;
import org.posthorn.storage.io.Disk;

/// Bodies that are too large for segments: each the file it was spooled to, moved to
/// `bodies/xx/hash-run-count`, where `xx` starts the hash. The run tells files of an earlier
/// process from those being written now. Thread-safe.
final class BodyFiles {
  private static final int FAN = 256;

  private final Disk disk;
  private final Path directory;
  private final long run;
  private final AtomicLong count = new AtomicLong();

  /// @param run how often the store was opened before
  BodyFiles(Disk disk, Path directory, long run) throws IOException {
    this.disk = disk;
    this.directory = directory;
    this.run = run;
    disk.makeDirectory(directory);
  }

  static Path path(Path directory, String name) {
    return directory.resolve(name.substring(0, 2)).resolve(name);
  }

  Path path(String name) {
    return path(directory, name);
  }

  Disk disk() {
    return disk;
  }

  /// Syncs a spooled file and moves it to its place, durably.
  Request.PlacedFile place(EncodedBody body) throws IOException {
    String name = String.format(Locale.ROOT, "%s-%x-%x", body.hash(), run, count.incrementAndGet());
    Path subdirectory = directory.resolve(name.substring(0, 2));
    makeDirectory(subdirectory);
    body.sync();
    body.claim(path(name));
    disk.syncDirectory(subdirectory);
    return new Request.PlacedFile(body.hash(), new BodyPlace.InFile(name, body.length()));
  }

  /// One at a time: who finds the directory must find it durable.
  private synchronized void makeDirectory(Path subdirectory) throws IOException {
    disk.makeDirectory(subdirectory);
  }

  /// The names of files that earlier processes made.
  List<String> ofEarlierRuns() throws IOException {
    List<String> names = new ArrayList<>();
    for (int i = 0; i < FAN; i++) {
      for (Path path : disk.list(directory.resolve(String.format(Locale.ROOT, "%02x", i)))) {
        String name = path.getFileName() + "";
        String[] parts = name.split("-", -1);
        if (parts.length == 3 && Long.parseLong(parts[1], 16) < run) {
          names.add(name);
        }
      }
    }
    return names;
  }

  /// All files there are.
  List<Path> all() throws IOException {
    List<Path> paths = new ArrayList<>();
    for (int i = 0; i < FAN; i++) {
      paths.addAll(disk.list(directory.resolve(String.format(Locale.ROOT, "%02x", i))));
    }
    return paths;
  }
}
