package org.posthorn.smtp.policy.backend;

import java.io.IOException;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Closes channels whose time is up: a blocking read or write ends then. Thread-safe.
public final class Deadlines implements AutoCloseable {
  private final ScheduledThreadPoolExecutor timer;

  /// Deadlines with a thread of their own.
  public Deadlines() {
    timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("check-deadlines").factory());
    timer.setRemoveOnCancelPolicy(true);
  }

  Future<?> closeAfter(SocketChannel channel, Duration time) {
    return timer.schedule(() -> close(channel), time.toNanos(), TimeUnit.NANOSECONDS);
  }

  private static void close(SocketChannel channel) {
    try {
      channel.close();
    } catch (IOException _) {
      // It is closed either way.
    }
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }
}
