package org.posthorn.server.daemon;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/// Does something, once, unless it is closed in time. Thread-safe.
final class LastResort implements AutoCloseable {
  private final AtomicBoolean done = new AtomicBoolean();
  private final Runnable action;
  private final ScheduledExecutorService timer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("last-resort").factory());

  LastResort(Runnable action) {
    this.action = action;
  }

  /// Has it done when so much time has passed; the earliest call counts.
  void after(Duration time) {
    var _ = timer.schedule(this::act, time.toMillis(), TimeUnit.MILLISECONDS);
  }

  private void act() {
    if (done.compareAndSet(false, true)) {
      action.run();
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
