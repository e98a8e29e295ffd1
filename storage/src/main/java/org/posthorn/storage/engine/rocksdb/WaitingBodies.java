package org.posthorn.storage.engine.rocksdb;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Which inline bodies wait to be moved, oldest first. Thread-safe.
final class WaitingBodies {
  /// Bytes that are worth a sync of a segment.
  private static final long PORTION = 2 << 20;

  /// Bytes beyond which no more bodies should be put inline.
  private static final long MOST = 8 * PORTION;

  /// How long less than a portion waits.
  private static final long PATIENCE = TimeUnit.SECONDS.toMillis(2);

  private final ArrayDeque<InlineBodies.Waiting> bodies = new ArrayDeque<>();
  private long bytes;

  WaitingBodies(MeterRegistry registry) {
    Gauge.builder("posthorn.store.inline", this, WaitingBodies::bytes)
        .description("Bytes of bodies in the log that wait to be moved into a segment")
        .baseUnit("bytes")
        .register(registry);
  }

  /// Bytes of all that wait.
  synchronized long bytes() {
    return bytes;
  }

  synchronized boolean hasRoom() {
    return bytes < MOST;
  }

  synchronized void add(List<InlineBodies.Waiting> more) {
    boolean enoughBefore = bytes >= PORTION;
    boolean wasEmpty = bodies.isEmpty();
    for (InlineBodies.Waiting body : more) {
      bodies.add(body);
      bytes += body.length();
    }
    if ((bytes >= PORTION && !enoughBefore) || (wasEmpty && !bodies.isEmpty())) {
      notifyAll();
    }
  }

  /// Waits for a portion, or, once something is there, for so long as is fair.
  synchronized void await() throws InterruptedException {
    while (bodies.isEmpty()) {
      wait();
    }
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(PATIENCE);
    long left = PATIENCE;
    while (bytes < PORTION && left > 0) {
      wait(left);
      left = TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime());
    }
  }

  /// Takes up to a portion.
  synchronized List<InlineBodies.Waiting> take() {
    List<InlineBodies.Waiting> taken = new ArrayList<>();
    long takenBytes = 0;
    while (takenBytes < PORTION && !bodies.isEmpty()) {
      InlineBodies.Waiting body = bodies.remove();
      taken.add(body);
      takenBytes += body.length();
    }
    bytes -= takenBytes;
    return taken;
  }
}
