package org.posthorn.storage.engine.rocksdb;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.posthorn.storage.io.Disk;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether the disk has less left than the reserve; looked at once a second at most. Thread-safe.
final class DiskSpace {
  private static final Logger log = LoggerFactory.getLogger(DiskSpace.class);
  private static final long PERIOD = TimeUnit.SECONDS.toNanos(1);

  private final Disk disk;
  private final Path directory;
  private final long reserve;
  private final AtomicLong nextLook = new AtomicLong(System.nanoTime());
  private volatile boolean full;

  DiskSpace(Disk disk, Path directory, long reserve) {
    this.disk = disk;
    this.directory = directory;
    this.reserve = reserve;
  }

  boolean full() {
    long now = System.nanoTime();
    long due = nextLook.get();
    if (now - due >= 0 && nextLook.compareAndSet(due, now + PERIOD)) {
      look();
    }
    return full;
  }

  private void look() {
    try {
      boolean before = full;
      full = disk.usableSpace(directory) < reserve;
      if (full != before) {
        log.atWarn().addKeyValue("reserve", reserve).log(full ? "disk nearly full" : "disk freed");
      }
    } catch (IOException failure) {
      log.atWarn().setCause(failure).log("free space is unknown");
    }
  }
}
