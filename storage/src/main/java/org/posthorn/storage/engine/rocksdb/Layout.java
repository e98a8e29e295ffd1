package org.posthorn.storage.engine.rocksdb;

import java.nio.file.Path;

/// Where things stand in the data directory.
///
/// @param root the data directory
public record Layout(Path root) {
  /// RocksDB.
  public Path rows() {
    return root.resolve("rows");
  }

  /// The redo log.
  public Path log() {
    return root.resolve("log");
  }

  /// Body segments.
  public Path segments() {
    return root.resolve("segments");
  }

  /// Bodies in files of their own.
  public Path bodies() {
    return root.resolve("bodies");
  }

  /// Bodies that are coming in.
  public Path spool() {
    return root.resolve("spool");
  }
}
