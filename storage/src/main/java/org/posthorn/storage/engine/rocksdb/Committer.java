package org.posthorn.storage.engine.rocksdb;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.posthorn.storage.blob.EncodedBody;
import org.posthorn.storage.engine.segment.Segments;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The one thread that writes: takes all requests that wait, makes them durable together, then
/// tells everybody. Who comes meanwhile is in the next group.
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
  private final int maxBatch;
  private final LinkedBlockingQueue<Request> queue = new LinkedBlockingQueue<>();
  private final Thread thread;
  private final DistributionSummary batchSizes;
  private final Timer segmentSyncs;
  private final Timer logSyncs;
  private final Counter bytes;
  private volatile Optional<Throwable> failure = Optional.empty();
  private volatile boolean stopped;

  Committer(
      Database database,
      BodyIndex index,
      Segments segments,
      InlineBodies inline,
      WaitingBodies waiting,
      Garbage garbage,
      int maxBatch,
      MeterRegistry registry) {
    this.database = database;
    this.index = index;
    this.segments = segments;
    this.inline = inline;
    this.waiting = waiting;
    this.garbage = garbage;
    this.maxBatch = maxBatch;
    batchSizes =
        DistributionSummary.builder("posthorn.store.commit.batch")
            .description("Transactions made durable together")
            .register(registry);
    segmentSyncs = syncTimer(registry, "segment");
    logSyncs = syncTimer(registry, "log");
    bytes =
        Counter.builder("posthorn.store.commit.bytes")
            .description("Bytes of bodies and rows written by commits")
            .baseUnit("bytes")
            .register(registry);
    Gauge.builder("posthorn.store.commit.queue", queue, LinkedBlockingQueue::size)
        .description("Transactions waiting for the commit thread")
        .register(registry);
    thread = Thread.ofPlatform().name("store-commit").daemon().unstarted(this::loop);
  }

  private static Timer syncTimer(MeterRegistry registry, String what) {
    return Timer.builder("posthorn.store.sync")
        .tag("what", what)
        .description("Time to make written bytes durable")
        .register(registry);
  }

  void start() {
    thread.start();
  }

  /// Queues a request.
  void submit(Request request) {
    queue.add(request);
    if (stopped || failure.isPresent()) {
      failQueued();
    }
  }

  /// Queues a request and waits until it is done.
  void call(Request request) {
    submit(request);
    try {
      request.done().join();
    } catch (CompletionException failed) {
      if (failed.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw failed;
    }
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
    failQueued();
    queue.add(new Request.Stop(new CompletableFuture<>()));
  }

  private void failQueued() {
    List<Request> left = new ArrayList<>();
    queue.drainTo(left);
    for (Request request : left) {
      if (request instanceof Request.Stop && thread.isAlive()) {
        queue.add(request);
      } else {
        request.done().completeExceptionally(unavailable());
      }
    }
  }

  private StorageException unavailable() {
    StorageError error = new StorageError.Unavailable("the store has stopped");
    return failure
        .map(cause -> new StorageException(error, cause))
        .orElseGet(() -> new StorageException(error));
  }

  private void loop() {
    List<Request> batch = new ArrayList<>(maxBatch);
    boolean stop = false;
    while (!stop && failure.isEmpty()) {
      batch.clear();
      try {
        batch.add(queue.take());
      } catch (InterruptedException _) {
        continue;
      }
      queue.drainTo(batch, maxBatch - 1);
      if (failure.isPresent()) {
        batch.forEach(request -> request.done().completeExceptionally(unavailable()));
        break;
      }
      commit(batch);
      stop = batch.stream().anyMatch(Request.Stop.class::isInstance);
    }
    stopped = true;
    failQueued();
  }

  private void commit(List<Request> batch) {
    boolean intoLog = fewBodies(batch) && waiting.hasRoom();
    GroupCommit group = new GroupCommit(index, segments, inline, intoLog, capacity(batch, intoLog));
    try {
      for (Request request : batch) {
        group.add(request);
      }
      syncBodies(group);
      writeRows(group);
    } catch (IOException | RuntimeException | Error cause) {
      fail(cause);
      batch.forEach(request -> request.done().completeExceptionally(unavailable()));
      return;
    }
    batchSizes.record(group.size());
    waiting.add(group.inlined());
    group.complete();
    group.unusedFiles().forEach(garbage::bodyFile);
    group.droppedSegments().forEach(segments::retire);
  }

  /// Whether a second copy of the bodies is cheaper than a second sync now. Where bodies are moved
  /// into a segment, its sync is due anyway.
  private static boolean fewBodies(List<Request> batch) {
    long bytes = 0;
    for (Request request : batch) {
      switch (request) {
        case Request.Write write -> bytes += bodyBytes(write);
        case Request.Move _ -> {
          return false;
        }
        case Request.DropSegment _, Request.Roll _, Request.Stop _ -> {}
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

  private void syncBodies(GroupCommit group) throws IOException {
    if (group.hasUnsyncedBodies()) {
      long start = System.nanoTime();
      group.syncBodies();
      segmentSyncs.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
    }
    bytes.increment((double) group.bodyBytes());
  }

  private void writeRows(GroupCommit group) {
    RowBatch rows = group.rows();
    if (!rows.isEmpty()) {
      long start = System.nanoTime();
      database.write(rows);
      logSyncs.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
      bytes.increment(rows.length());
    }
  }

  /// Finishes what is queued and ends the thread.
  void close() {
    Request.Stop stop = new Request.Stop(new CompletableFuture<>());
    submit(stop);
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
