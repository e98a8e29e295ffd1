package org.posthorn.storage.engine.rocksdb;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.posthorn.storage.engine.rocksdb.BodyIndex.SegmentUse;
import org.posthorn.storage.engine.segment.BodyPlace;
import org.posthorn.storage.engine.segment.Segments;
import org.posthorn.storage.io.Disk;
import org.posthorn.storage.io.DiskFile;
import org.posthorn.storage.model.BlobHash;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes what a crash left behind, and compacts segments now and then, on a thread of its own.
final class Housekeeper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Housekeeper.class);
  private static final double ALIVE_BELOW = 0.5;
  private static final long MINUTES = 5;

  private final BodyIndex index;
  private final Segments segments;
  private final BodyFiles files;
  private final Garbage garbage;
  private final Disk disk;
  private final Compactor compactor;
  private final ScheduledExecutorService scheduler;

  Housekeeper(
      BodyIndex index,
      Segments segments,
      BodyFiles files,
      Garbage garbage,
      BodyMover mover,
      Disk disk) {
    this.index = index;
    this.segments = segments;
    this.files = files;
    this.garbage = garbage;
    this.disk = disk;
    this.compactor = new Compactor(index, segments, mover);
    this.scheduler =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("store-housekeeper").factory());
  }

  /// Before the store works: segments that no durable commit names are deleted, and space that
  /// others had reserved behind their end is given back.
  void tidyUp() throws IOException {
    for (long number : segments.numbers()) {
      Optional<SegmentUse> use = index.segment(number);
      Optional<Path> path = segments.path(number);
      if (use.isEmpty()) {
        segments.retire(number);
      } else if (path.isPresent() && disk.links(path.get()) == 1) {
        // A file with more names belongs to a backup as well and stays as it is.
        cut(path.get(), use.get().end());
      }
    }
    noticeLoss();
  }

  /// Bodies in a segment that is gone or cut short cannot be read; all others can.
  private void noticeLoss() throws IOException {
    for (Map.Entry<Long, SegmentUse> named : index.segments().entrySet()) {
      Optional<Path> path = segments.path(named.getKey());
      if (path.isEmpty() || size(path.get()) < named.getValue().end()) {
        log.atError()
            .addKeyValue("segment", named.getKey())
            .addKeyValue("file", path.map(Path::toString).orElse("missing"))
            .log("a file of messages is missing or too short: run 'posthorn verify'");
      }
    }
  }

  private long size(Path path) throws IOException {
    try (DiskFile file = disk.open(path)) {
      return file.size();
    }
  }

  private void cut(Path path, long end) throws IOException {
    try (DiskFile file = disk.open(path)) {
      if (file.size() > end) {
        file.truncate(end);
      }
    }
  }

  void start() {
    scheduler.execute(this::removeUnnamedFiles);
    var _ = scheduler.scheduleWithFixedDelay(this::compactSome, MINUTES, MINUTES, TimeUnit.MINUTES);
  }

  /// Files that were moved into place by a process that then died before it could name them.
  private void removeUnnamedFiles() {
    try {
      for (String name : files.ofEarlierRuns()) {
        if (!named(name)) {
          garbage.bodyFile(name);
        }
      }
    } catch (IOException | RuntimeException failure) {
      log.atWarn().setCause(failure).log("unused files were not all found");
    }
  }

  private boolean named(String name) {
    BlobHash hash = BlobHash.of(java.util.HexFormat.of().parseHex(name, 0, 2 * BlobHash.LENGTH));
    return index
        .find(hash)
        .map(place -> place instanceof BodyPlace.InFile file && file.name().equals(name))
        .orElse(false);
  }

  private void compactSome() {
    try {
      compact(ALIVE_BELOW);
    } catch (RuntimeException failure) {
      log.atWarn().setCause(failure).log("segments were not compacted");
    }
  }

  synchronized int compact(double aliveBelow) {
    int gone = compactor.run(aliveBelow);
    if (gone > 0) {
      log.atInfo().addKeyValue("segments", gone).log("segments compacted");
    }
    return gone;
  }

  /// Waits for what runs.
  @Override
  public void close() {
    scheduler.close();
  }
}
