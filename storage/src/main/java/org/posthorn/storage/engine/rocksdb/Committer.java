package org.posthorn.storage.engine.rocksdb;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.ReentrantLock;
import org.posthorn.storage.blob.EncodedBody;
import org.posthorn.storage.engine.redo.RedoLog;
import org.posthorn.storage.engine.segment.Segments;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes requests durable, in groups: one thread at a time takes all that wait, writes and syncs
/// them together, makes them visible, and tells everybody. Who comes meanwhile is in the next
/// group. The thread is one of those that hand requests in, so that a request which finds nobody at
/// work has no other thread to wait for. Thread-safe.
///
/// A commit has two steps, each for one group at a time, in order: the group becomes durable in the
/// log (`leading`), then its rows become visible in RocksDB (`applying`). While one group is
/// applied, the next may be written.
///
/// Few small bodies go with the rows into the log: one sync in all. More of them go straight into
/// a segment, written once: a sync for them and one for the rows.
///
/// After a failure nothing more is written: everything queued then and later fails.
final class Committer {
  private static final Logger log = LoggerFactory.getLogger(Committer.class);

  /// Bytes of bodies up to which a group's bodies go into the log.
  private static final long INTO_LOG = 64 << 10;

  private final Database database;
  private final BodyIndex index;
  private final Segments segments;
  private final InlineBodies inline;
  private final WaitingBodies waiting;
  private final Garbage garbage;
  private final RedoLog redo;
  private final int maxBatch;
  private final LinkedBlockingQueue<Request> queue = new LinkedBlockingQueue<>();
  private final ReentrantLock leading = new ReentrantLock();
  private final ReentrantLock applying = new ReentrantLock();

  /// What the last group in the log changed in the index; under `leading`.
  private Optional<GroupCommit.Places> lastPlaces = Optional.empty();

  /// Takes the lead when requests wait and no thread that hands in is there to take it.
  private final Thread helper;

  private final Semaphore helpWanted = new Semaphore(0);
  private final CommitMetrics metrics;
  private volatile Optional<Throwable> failure = Optional.empty();
  private volatile boolean stopped;

  Committer(
      Database database,
      BodyIndex index,
      Segments segments,
      InlineBodies inline,
      WaitingBodies waiting,
      Garbage garbage,
      RedoLog redo,
      int maxBatch,
      MeterRegistry registry) {
    this.database = database;
    this.index = index;
    this.segments = segments;
    this.inline = inline;
    this.waiting = waiting;
    this.garbage = garbage;
    this.redo = redo;
    this.maxBatch = maxBatch;
    metrics = new CommitMetrics(registry, queue);
    helper = Thread.ofPlatform().name("store-commit").daemon().unstarted(this::help);
  }

  void start() {
    helper.start();
  }

  /// Queues a request. The calling thread commits it and all that wait, unless another thread is
  /// at that: then the other one does it next. So it may be held up by a commit or two, and must be
  /// a platform thread.
  void submit(Request request) {
    queue.add(request);
    commitWaiting();
  }

  /// Has a request done by another thread, and waits: so the caller may be interrupted, which would
  /// close a file that it writes.
  void call(Request request) {
    queue.add(request);
    helpWanted.release();
    if (stopped) {
      refuse(takeQueued(Integer.MAX_VALUE));
    }
    try {
      request.done().join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw failed;
    }
  }

  CommitMetrics metrics() {
    return metrics;
  }

  /// What stopped the engine, if something did.
  Optional<Throwable> failure() {
    return failure;
  }

  /// Stops the engine because of a failed write elsewhere.
  void fail(Throwable cause) {
    synchronized (this) {
      if (failure.isPresent()) {
        return;
      }
      failure = Optional.of(cause);
    }
    log.atError().setCause(cause).log("the store has stopped: a write failed");
    refuse(takeQueued(Integer.MAX_VALUE));
  }

  private List<Request> takeQueued(int most) {
    List<Request> taken = new ArrayList<>();
    queue.drainTo(taken, most);
    return taken;
  }

  private void refuse(List<Request> requests) {
    requests.forEach(request -> request.done().completeExceptionally(unavailable()));
  }

  private StorageException unavailable() {
    StorageError error = new StorageError.Unavailable("the store has stopped");
    return failure
        .map(cause -> new StorageException(error, cause))
        .orElseGet(() -> new StorageException(error));
  }

  private void help() {
    try {
      while (!stopped) {
        helpWanted.acquire();
        helpWanted.drainPermits();
        commitWaiting();
      }
    } catch (InterruptedException _) {
      // Closed.
    }
  }

  private void commitWaiting() {
    // Who gives the lead back looks into the queue again, so nothing is left lying.
    while (!queue.isEmpty() && leading.tryLock()) {
      commitNext();
    }
  }

  /// Commits what waits; the caller leads, and does not any more afterwards.
  private void commitNext() {
    List<Request> batch = takeQueued(maxBatch);
    if (stopped || failure.isPresent()) {
      leading.unlock();
      refuse(batch);
    } else if (batch.isEmpty()) {
      leading.unlock();
    } else {
      commit(batch);
    }
  }

  private void commit(List<Request> batch) {
    try {
      Logged logged;
      try {
        logged = write(batch);
        // In the order of the log, hence before the lead is given away.
        applying.lock();
      } finally {
        leading.unlock();
      }
      try {
        apply(logged.group(), logged.rows());
      } finally {
        applying.unlock();
      }
    } catch (IOException | RuntimeException | Error cause) {
      fail(cause);
      refuse(batch);
    }
  }

  /// A group that is durable.
  ///
  /// @param rows its rows as a batch; empty if it has none
  private record Logged(GroupCommit group, byte[] rows) {}

  private Logged write(List<Request> batch) throws IOException {
    if (fewBodies(batch) && waiting.hasRoom()) {
      return write(batch, Optional.empty());
    }
    try (SegmentAppender appender = new SegmentAppender(segments, metrics)) {
      return write(batch, Optional.of(appender));
    }
  }

  private Logged write(List<Request> batch, Optional<SegmentAppender> appender) throws IOException {
    GroupCommit group =
        new GroupCommit(index, appender, inline, lastPlaces, capacity(batch, appender.isEmpty()));
    for (Request request : batch) {
      group.add(request);
    }
    group.syncBodies();
    lastPlaces = Optional.of(group.places());
    if (!group.hasRows()) {
      return new Logged(group, new byte[0]);
    }
    byte[] rows = group.batch(redo.last() + 1);
    long start = System.nanoTime();
    redo.append(rows);
    metrics.logSynced(start, rows.length);
    return new Logged(group, rows);
  }

  /// Makes a group visible.
  private void apply(GroupCommit group, byte[] rows) {
    if (!queue.isEmpty()) {
      helpWanted.release();
    }
    if (failure.isPresent()) {
      throw unavailable();
    }
    if (rows.length > 0) {
      database.apply(rows);
    }
    metrics.committed(group);
    waiting.add(group.inlined());
    group.complete();
    group.unusedFiles().forEach(garbage::bodyFile);
    group.droppedSegments().forEach(segments::retire);
  }

  /// Whether a second copy of the bodies is cheaper than a second sync now.
  private static boolean fewBodies(List<Request> batch) {
    long bytes = 0;
    for (Request request : batch) {
      switch (request) {
        case Request.Write write -> bytes += bodyBytes(write);
        case Request.Roll _ -> {
          return false;
        }
        case Request.Move _, Request.DropSegment _ -> {}
      }
    }
    return bytes <= INTO_LOG;
  }

  private static long bodyBytes(Request.Write write) {
    long bytes = 0;
    for (EncodedBody body : write.small()) {
      bytes += body.length();
    }
    return bytes;
  }

  private static int capacity(List<Request> batch, boolean intoLog) {
    long capacity = 64;
    for (Request request : batch) {
      if (request instanceof Request.Write write) {
        capacity += write.rows().length() + 128L * (1 + write.small().size());
        capacity += intoLog ? bodyBytes(write) : 0;
      }
    }
    return Math.toIntExact(capacity);
  }

  /// Finishes what is queued; what comes later is refused.
  void close() {
    leading.lock();
    while (!queue.isEmpty()) {
      commitNext();
      leading.lock();
    }
    stopped = true;
    leading.unlock();
    // What is being applied.
    applying.lock();
    applying.unlock();
    helper.interrupt();
    refuse(takeQueued(Integer.MAX_VALUE));
  }
}
