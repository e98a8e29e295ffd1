package org.posthorn.server.cli;

import static java.nio.file.StandardOpenOption.READ;
import static java.nio.file.StandardOpenOption.WRITE;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.posthorn.server.admin.Console;

/// A store that is being restored, in a directory below its data directory: only once it is whole
/// and on disk does it become the store, so that an interrupted restore never looks like one.
///
/// @param data the data directory
record StagedStore(Path data) {
  /// The directory without which there is no store; it is moved to its place last.
  static final String ROWS = "rows";

  Path directory() {
    return data.resolve("restoring");
  }

  /// Removes what an interrupted restore left.
  void discard() throws IOException {
    if (Files.isDirectory(directory())) {
      try (Stream<Path> all = Files.walk(directory())) {
        for (Path file : all.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }

  /// Copies the files of a backup, durably. They are copied, not linked: the backup must stay as it
  /// is when the store writes.
  void copyFrom(Path backup, Console console) throws IOException {
    List<Path> files;
    try (Stream<Path> all = Files.walk(backup)) {
      files = all.toList();
    }
    long done = 0;
    for (Path file : files) {
      Path target = directory().resolve(backup.relativize(file).toString());
      if (Files.isDirectory(file)) {
        Files.createDirectories(target);
      } else {
        Files.copy(file, target);
        sync(target, true);
      }
      console.progress("copying files", ++done, files.size());
    }
    for (Path file : files) {
      if (Files.isDirectory(file)) {
        sync(directory().resolve(backup.relativize(file).toString()), false);
      }
    }
  }

  /// Makes it the store of the data directory.
  void install() throws IOException {
    List<Path> entries;
    try (Stream<Path> all = Files.list(directory())) {
      entries = all.sorted(Comparator.comparing(entry -> entry.endsWith(ROWS))).toList();
    }
    for (Path entry : entries) {
      if (entry.endsWith(ROWS)) {
        sync(data, false);
      }
      Files.move(entry, data.resolve(entry.getFileName()));
    }
    Files.delete(directory());
    sync(data, false);
  }

  private static void sync(Path path, boolean file) throws IOException {
    try (FileChannel channel = FileChannel.open(path, file ? WRITE : READ)) {
      channel.force(true);
    }
  }
}
