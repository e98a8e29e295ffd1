package org.posthorn.smtp.client;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Closes sockets whose time is up. Blocking writes know no time-out of their own, and a read's
/// starts anew with each octet; closing the socket ends both. Thread-safe.
public final class Watchdog implements AutoCloseable {
  private final ScheduledThreadPoolExecutor timer;

  /// A watchdog with a thread of its own.
  public Watchdog() {
    timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("smtp-client-watchdog").factory());
    timer.setRemoveOnCancelPolicy(true);
  }

  /// Watches one operation on a socket, until [Watch#close].
  Watch watch(Socket socket, Duration time) {
    return new Watch(socket, time);
  }

  /// Does something later, on a thread of its own.
  public Future<?> later(Duration time, Runnable task) {
    return timer.schedule(
        () -> Thread.ofVirtual().name("smtp-client-later").start(task),
        time.toNanos(),
        TimeUnit.NANOSECONDS);
  }

  @Override
  public void close() {
    timer.shutdownNow();
  }

  /// An operation under watch.
  final class Watch implements AutoCloseable {
    private final Socket socket;
    private final Future<?> alarm;
    private volatile boolean expired;

    private Watch(Socket socket, Duration time) {
      this.socket = socket;
      alarm = timer.schedule(this::expire, Math.max(time.toNanos(), 1), TimeUnit.NANOSECONDS);
    }

    private void expire() {
      expired = true;
      try {
        // The plain socket: closing TLS would wait for the peer.
        socket.close();
      } catch (IOException _) {
        // It is closed either way.
      }
    }

    /// Whether the time was up.
    boolean expired() {
      return expired;
    }

    @Override
    public void close() {
      alarm.cancel(false);
    }
  }
}
