package org.posthorn.smtp.outbound.client;

import java.io.IOException;
import java.net.Socket;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/// Closes sockets whose time is up. Blocking writes know no time-out of their own, and a read's
/// starts anew with each octet; closing the socket ends both. Thread-safe.
public final class Watchdog implements AutoCloseable {
  private final ScheduledThreadPoolExecutor timer;
  private final Set<Watch> watches = ConcurrentHashMap.newKeySet();

  /// A watchdog with a thread of its own.
  public Watchdog() {
    timer =
        new ScheduledThreadPoolExecutor(
            1, Thread.ofPlatform().daemon().name("smtp-client-watchdog").factory());
    timer.setRemoveOnCancelPolicy(true);
  }

  /// Watches one operation on a socket, until [Watch#close].
  public Watch watch(Socket socket, Duration time) {
    return new Watch(socket, time);
  }

  /// Does something later, on a thread of its own.
  public Future<?> later(Duration time, Runnable task) {
    Runnable start = () -> Thread.ofVirtual().name("smtp-client-later").start(task);
    try {
      return timer.schedule(start, time.toNanos(), TimeUnit.NANOSECONDS);
    } catch (RejectedExecutionException _) {
      start.run();
      return CompletableFuture.completedFuture(null);
    }
  }

  /// Ends what is watched now, and whatever would be watched later, at once.
  @Override
  public void close() {
    timer.shutdownNow();
    watches.forEach(Watch::expire);
  }

  /// An operation under watch.
  public final class Watch implements AutoCloseable {
    private final Socket socket;
    private final Future<?> alarm;
    private volatile boolean expired;

    private Watch(Socket socket, Duration time) {
      this.socket = socket;
      alarm = start(Math.max(time.toNanos(), 1));
    }

    private Future<?> start(long nanos) {
      watches.add(this);
      try {
        return timer.schedule(this::expire, nanos, TimeUnit.NANOSECONDS);
      } catch (RejectedExecutionException _) {
        expire();
        return CompletableFuture.completedFuture(null);
      }
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
    public boolean expired() {
      return expired;
    }

    @Override
    public void close() {
      alarm.cancel(false);
      watches.remove(this);
    }
  }
}
