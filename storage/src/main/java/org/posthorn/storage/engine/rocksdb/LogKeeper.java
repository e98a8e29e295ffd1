package org.posthorn.storage.engine.rocksdb;

import java.io.IOException;
import java.util.concurrent.Semaphore;
import org.posthorn.storage.engine.redo.RedoLog;
import org.posthorn.storage.model.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the log short: lets go of files whose records RocksDB has flushed, has it flush where the
/// log grows long, and sees to it that the next file is ready.
///
/// What fails here is no danger to what was acknowledged: the log is kept, and when the disk is
/// really broken, the next commit meets it.
final class LogKeeper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LogKeeper.class);

  private final RedoLog redo;
  private final Database database;
  private final BodyIndex index;
  private final long mostBytes;
  private final Semaphore due = new Semaphore(1);
  private final Thread thread;
  private volatile boolean closed;

  /// @param mostBytes of the log, beyond which RocksDB has to flush
  LogKeeper(RedoLog redo, Database database, BodyIndex index, long mostBytes) {
    this.redo = redo;
    this.database = database;
    this.index = index;
    this.mostBytes = mostBytes;
    this.thread = Thread.ofPlatform().name("store-log").daemon().unstarted(this::loop);
  }

  void start() {
    redo.onNewFile(due::release);
    thread.start();
  }

  private void loop() {
    while (!closed) {
      due.acquireUninterruptibly();
      due.drainPermits();
      if (!closed) {
        tidyUp();
      }
    }
  }

  private void tidyUp() {
    try {
      redo.release(index.durableRecord());
      if (redo.bytes() > mostBytes) {
        database.flush();
        redo.release(index.durableRecord());
      }
      redo.prepareSpare();
    } catch (IOException | StorageException failure) {
      log.atWarn().setCause(failure).log("the log could not be tidied up");
    }
  }

  /// Waits for what runs. (An interrupt would close the file at hand.)
  @Override
  public void close() {
    closed = true;
    due.release();
    boolean interrupted = false;
    while (thread.isAlive()) {
      try {
        thread.join();
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
