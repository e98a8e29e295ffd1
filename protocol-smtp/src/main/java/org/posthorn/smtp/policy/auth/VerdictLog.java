package org.posthorn.smtp.policy.auth;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.state.StateStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps a row for each message, written in groups beside the mail, so that mail does not wait for
/// it: a crash loses the rows of the last moment. Where more come than can be written, rows are
/// dropped and counted. Thread-safe; closing it writes what waits.
public final class VerdictLog implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(VerdictLog.class);
  private static final int MAX_WAITING = 10_000;
  private static final int MAX_GROUP = 200;

  /// How long a row waits for others.
  private static final Duration GATHER = Duration.ofMillis(200);

  /// Behind the last row.
  private static final VerdictRow LAST = new VerdictRow("", "", Instant.EPOCH, Map.of());

  private final StateStore state;
  private final Duration keep;
  private final BlockingQueue<VerdictRow> waiting = new ArrayBlockingQueue<>(MAX_WAITING);
  private final Counter written;
  private final Counter dropped;
  private final Thread writer;
  private volatile boolean closing;

  /// @param keep how long rows are kept; zero means that none is written
  public VerdictLog(StateStore state, Duration keep, MeterRegistry registry) {
    this.state = state;
    this.keep = keep;
    this.written = counter(registry, "written");
    this.dropped = counter(registry, "dropped");
    this.writer = Thread.ofVirtual().name("verdicts").unstarted(this::run);
    if (!keep.isZero()) {
      writer.start();
    }
  }

  private static Counter counter(MeterRegistry registry, String outcome) {
    return Counter.builder("posthorn.inbound.verdict.rows")
        .description("Rows kept for reports to domains")
        .tag("outcome", outcome)
        .register(registry);
  }

  /// Takes a row, unless too many wait.
  void add(VerdictRow row) {
    if (!keep.isZero() && (closing || !waiting.offer(row))) {
      dropped.increment();
    }
  }

  private void run() {
    try {
      List<VerdictRow> group = new ArrayList<>();
      boolean more = true;
      while (more) {
        more = gather(group);
        if (!group.isEmpty()) {
          write(group);
          group.clear();
        }
      }
    } catch (InterruptedException _) {
      // Nobody does that; what waits is lost.
    }
  }

  /// Waits for a row, and a little for others.
  ///
  /// @return false where this was the last
  private boolean gather(List<VerdictRow> group) throws InterruptedException {
    VerdictRow row = waiting.take();
    long end = System.nanoTime() + GATHER.toNanos();
    while (row != null && row != LAST) {
      group.add(row);
      row =
          group.size() == MAX_GROUP
              ? null
              : waiting.poll(end - System.nanoTime(), TimeUnit.NANOSECONDS);
    }
    return row != LAST;
  }

  private void write(List<VerdictRow> group) {
    Map<String, StateStore.Entry> entries = new LinkedHashMap<>();
    group.forEach(
        row -> entries.put(row.key(), new StateStore.Entry(row.value(), row.at().plus(keep))));
    try {
      state.putAll(VerdictRow.KIND, entries);
      written.increment(group.size());
    } catch (StorageException e) {
      dropped.increment(group.size());
      LOG.atWarn().addKeyValue("reason", e.error().message()).log("verdicts are not kept");
    }
  }

  /// Writes what waits. Idempotent.
  @Override
  public void close() {
    if (closing || keep.isZero()) {
      return;
    }
    closing = true;
    try {
      waiting.put(LAST);
      writer.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
