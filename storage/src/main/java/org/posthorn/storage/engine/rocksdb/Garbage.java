package org.posthorn.storage.engine.rocksdb;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.posthorn.storage.io.Disk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Deletes files that nothing names any more; not while a backup links them. Thread-safe.
final class Garbage {
  private static final Logger log = LoggerFactory.getLogger(Garbage.class);

  private final Disk disk;
  private final Function<String, Path> bodyPath;
  private final List<Path> waiting = new ArrayList<>();
  private int holds;

  Garbage(Disk disk, Function<String, Path> bodyPath) {
    this.disk = disk;
    this.bodyPath = bodyPath;
  }

  void bodyFile(String name) {
    file(bodyPath.apply(name));
  }

  /// Deletes a file, now or when nothing holds it.
  synchronized void file(Path path) {
    if (holds > 0) {
      waiting.add(path);
    } else {
      delete(path);
    }
  }

  /// Deletes nothing until the hold is closed.
  synchronized Hold hold() {
    holds++;
    return this::letGo;
  }

  private synchronized void letGo() {
    holds--;
    if (holds == 0) {
      waiting.forEach(this::delete);
      waiting.clear();
    }
  }

  private void delete(Path path) {
    try {
      disk.delete(path);
    } catch (IOException failure) {
      // Found again when the store is opened.
      log.atWarn().addKeyValue("file", path).setCause(failure).log("an unused file stays");
    }
  }

  /// Files stay while this is open.
  interface Hold extends AutoCloseable {
    @Override
    void close();
  }
}
