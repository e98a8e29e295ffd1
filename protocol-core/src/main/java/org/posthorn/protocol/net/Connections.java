package org.posthorn.protocol.net;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.posthorn.protocol.session.Connection;

/// The open connections of all listeners. Thread-safe.
final class Connections {
  private static final long POLL_MILLIS = 10;

  private final Set<Connection> open = ConcurrentHashMap.newKeySet();

  void add(Connection connection) {
    open.add(connection);
    connection.whenClosed(() -> open.remove(connection));
  }

  int count() {
    return open.size();
  }

  void checkTimeouts() {
    long now = System.nanoTime();
    open.forEach(connection -> connection.checkTimeouts(now));
  }

  /// Ends all sessions: idle ones at once, others after the command at hand, what is left at the
  /// deadline.
  ///
  /// @return how many had to be cut off
  int drain(Duration deadline) {
    open.forEach(Connection::shutDown);
    long end = System.nanoTime() + deadline.toNanos();
    while (!open.isEmpty() && System.nanoTime() < end && !Thread.currentThread().isInterrupted()) {
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(POLL_MILLIS));
    }
    int left = open.size();
    open.forEach(Connection::abort);
    return left;
  }
}
