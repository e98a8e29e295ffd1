package org.posthorn.smtp.outbound.route;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Future;
import org.posthorn.config.OutboundReuse;
import org.posthorn.smtp.outbound.client.SmtpConnection;
import org.posthorn.smtp.outbound.client.Target;
import org.posthorn.smtp.outbound.client.TlsDemand;
import org.posthorn.smtp.outbound.client.Watchdog;

/// Keeps connections for a while that have nothing to do. Thread-safe.
///
/// A server's slots are dear to it, so one is kept only where it will soon be used: where more mail
/// is due for its destination, or so much has just gone to its server that more may well follow.
/// A connection is taken by one thread and given back by it; what is too old, has served enough, or
/// is one too many is closed with QUIT, on a thread of its own.
final class ConnectionCache implements AutoCloseable {
  private record Idle(SmtpConnection connection, Future<?> expiry) {}

  private final OutboundReuse limits;
  private final Watchdog watchdog;
  private final Traffic traffic;
  private final Map<Target, Deque<Idle>> idle = new HashMap<>();
  private int total;
  private boolean closed;

  ConnectionCache(OutboundReuse limits, Watchdog watchdog) {
    this.limits = limits;
    this.watchdog = watchdog;
    this.traffic = new Traffic(limits.busy(), OutboundReuse.BUSY_WINDOW);
  }

  /// Takes a connection out that leads there, is secure enough, and was used last.
  Optional<SmtpConnection> take(Target target, TlsDemand demand) {
    while (true) {
      Optional<SmtpConnection> found = pop(target, demand);
      if (found.isEmpty() || found.get().isUsable()) {
        return found;
      }
      found.get().abort();
    }
  }

  private synchronized Optional<SmtpConnection> pop(Target target, TlsDemand demand) {
    Deque<Idle> there = idle.get(target);
    if (there == null) {
      return Optional.empty();
    }
    for (var each = there.descendingIterator(); each.hasNext(); ) {
      Idle candidate = each.next();
      if (candidate.connection().meets(demand)) {
        each.remove();
        candidate.expiry().cancel(false);
        removed(target, there);
        return Optional.of(candidate.connection());
      }
    }
    return Optional.empty();
  }

  private void removed(Target target, Deque<Idle> there) {
    total--;
    if (there.isEmpty()) {
      idle.remove(target);
    }
  }

  /// Gives a connection back after a message.
  ///
  /// @param moreWaits whether more mail is due for the destination
  void give(SmtpConnection connection, boolean moreWaits) {
    if (!keep(connection, moreWaits)) {
      Thread.ofVirtual().name("smtp-client-quit").start(connection::close);
    }
  }

  private synchronized boolean keep(SmtpConnection connection, boolean moreWaits) {
    Target target = connection.target();
    boolean busy = traffic.count(target, System.nanoTime());
    Deque<Idle> there = idle.getOrDefault(target, new ArrayDeque<>());
    if (closed
        || !(moreWaits || busy)
        || connection.messages() >= limits.messages()
        || !connection.isUsable()
        || total >= limits.total()
        || there.size() >= limits.perHost()) {
      return false;
    }
    Future<?> expiry = watchdog.later(limits.idle(), () -> expire(connection));
    there.addLast(new Idle(connection, expiry));
    idle.put(target, there);
    total++;
    return true;
  }

  private void expire(SmtpConnection connection) {
    if (remove(connection)) {
      connection.close();
    }
  }

  private synchronized boolean remove(SmtpConnection connection) {
    Target target = connection.target();
    Deque<Idle> there = idle.get(target);
    if (there == null || !there.removeIf(each -> each.connection() == connection)) {
      return false;
    }
    removed(target, there);
    return true;
  }

  /// How many connections are kept.
  synchronized int size() {
    return total;
  }

  /// Closes what is kept, and keeps nothing any more.
  @Override
  public void close() {
    Map<Target, Deque<Idle>> all;
    synchronized (this) {
      closed = true;
      all = Map.copyOf(idle);
      idle.clear();
      total = 0;
    }
    all.values().forEach(there -> there.forEach(each -> shut(each)));
  }

  private static void shut(Idle each) {
    each.expiry().cancel(false);
    each.connection().abort();
  }
}
