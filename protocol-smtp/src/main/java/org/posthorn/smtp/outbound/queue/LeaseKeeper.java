package org.posthorn.smtp.outbound.queue;

import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.queue.MailQueue;
import org.posthorn.storage.queue.QueueLease;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Makes leases longer while their attempts go on. Thread-safe.
final class LeaseKeeper implements AutoCloseable {
  /// Long enough for a store or a processor that is busy for a while; a message in flight when this
  /// process dies waits so long.
  static final Duration LEASE = Duration.ofMinutes(2);

  private static final Logger LOG = LoggerFactory.getLogger(LeaseKeeper.class);
  private static final Duration PAUSE = LEASE.dividedBy(4);

  private final MailQueue queue;
  private final Clock clock;
  private final Set<Held> held = ConcurrentHashMap.newKeySet();
  private final Thread thread = Thread.ofVirtual().name("queue-leases").unstarted(this::work);

  LeaseKeeper(MailQueue queue, Clock clock) {
    this.queue = queue;
    this.clock = clock;
  }

  /// Leases that are made longer until it is closed.
  final class Held implements AutoCloseable {
    private final List<QueueLease> leases;

    private Held(List<QueueLease> leases) {
      this.leases = leases;
    }

    @Override
    public void close() {
      held.remove(this);
    }
  }

  /// Keeps leases of one partition.
  Held keep(List<QueueLease> leases) {
    Held one = new Held(leases);
    held.add(one);
    return one;
  }

  void start() {
    thread.start();
  }

  private void work() {
    try {
      while (true) {
        Thread.sleep(PAUSE);
        held.forEach(this::renew);
      }
    } catch (InterruptedException _) {
      // closed
    }
  }

  private void renew(Held one) {
    try {
      boolean _ = queue.renew(one.leases, clock.instant().plus(LEASE));
    } catch (StorageException e) {
      LOG.atWarn().addKeyValue("reason", e.error().message()).log("a lease cannot be renewed");
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
