package org.posthorn.server.setup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.stream.Stream;

/// Files and directories that are made one after the other; [#close] takes all of them away again
/// unless [#keep] was called. What was there before is never touched. Not thread-safe.
public final class NewFiles implements AutoCloseable {
  private final Deque<Path> made = new ArrayDeque<>();

  /// Makes a directory and those above it, where they are missing.
  public void directory(Path directory) throws IOException {
    if (Files.isDirectory(directory)) {
      return;
    }
    Path parent = directory.getParent();
    if (parent != null) {
      directory(parent);
    }
    Files.createDirectory(directory);
    made.push(directory);
  }

  /// Writes a new file.
  ///
  /// @param rights such as `rw-r-----`
  /// @throws java.nio.file.FileAlreadyExistsException where it is there already
  public void file(Path file, String text, String rights) throws IOException {
    Files.createFile(
        file, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(rights)));
    made.push(file);
    Files.writeString(file, text, StandardOpenOption.TRUNCATE_EXISTING);
  }

  /// Tells of a file, or of a directory with all its content, that somebody else is about to make.
  public void expect(Path path) {
    if (!Files.exists(path)) {
      made.push(path);
    }
  }

  /// All is well: what was made stays.
  public void keep() {
    made.clear();
  }

  @Override
  public void close() throws IOException {
    while (!made.isEmpty()) {
      Path path = made.pop();
      if (Files.exists(path)) {
        for (Path one : contents(path)) {
          Files.delete(one);
        }
      }
    }
  }

  private static List<Path> contents(Path path) throws IOException {
    try (Stream<Path> all = Files.walk(path)) {
      return all.sorted(Comparator.reverseOrder()).toList();
    }
  }
}
