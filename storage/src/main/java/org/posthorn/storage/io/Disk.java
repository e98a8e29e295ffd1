package org.posthorn.storage.io;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/// A file system as the store uses it. Names made, moved or deleted survive a crash for certain
/// only after [#syncDirectory]. Thread-safe.
public interface Disk {
  /// Makes a new file, open for reading and writing; fails if the name is taken.
  DiskFile create(Path path) throws IOException;

  /// Opens an existing file for reading and writing.
  DiskFile open(Path path) throws IOException;

  /// Gives a file another name on the same file system, in one step.
  void move(Path from, Path to) throws IOException;

  /// Deletes a file; does nothing if there is none.
  void delete(Path path) throws IOException;

  /// Makes a directory and its parents where they are missing; durable when this returns. Others
  /// may make the same at the same time.
  void makeDirectory(Path path) throws IOException;

  /// Makes the names in a directory durable.
  void syncDirectory(Path path) throws IOException;

  /// The files in a directory, without subdirectories, in no order; none if there is no directory.
  List<Path> list(Path directory) throws IOException;

  /// Gives a file a second name; copies it where that is not possible.
  void link(Path existing, Path link) throws IOException;

  /// How many names a file has.
  int links(Path path) throws IOException;

  /// Bytes that can still be written to the file system of a directory.
  long usableSpace(Path directory) throws IOException;
}
