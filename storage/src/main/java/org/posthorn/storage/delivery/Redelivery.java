package org.posthorn.storage.delivery;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.posthorn.storage.directory.Directory;
import org.posthorn.storage.directory.Resolution;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.queue.QueueEntry;
import org.posthorn.storage.queue.QueueLease;
import org.posthorn.storage.queue.StoredMailQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Delivers what waits in the queue for people here: recipients whose transaction failed after
/// others already had the message. What cannot be delivered goes back, to be tried later.
///
/// Works on one virtual thread between [#start()] and [#close()]; [#runOnce()] is one round of it.
public final class Redelivery implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Redelivery.class);
  private static final Duration PAUSE = Duration.ofSeconds(30);
  private static final Duration LEASE = Duration.ofMinutes(5);
  private static final Duration FIRST_RETRY = Duration.ofMinutes(1);
  private static final Duration LAST_RETRY = Duration.ofHours(4);
  private static final int BATCH = 50;

  private final StoredMailQueue queue;
  private final StoredDelivery delivery;
  private final Directory directory;
  private final Clock clock;
  private final Thread worker = Thread.ofVirtual().name("redelivery").unstarted(this::work);

  public Redelivery(
      StoredMailQueue queue, StoredDelivery delivery, Directory directory, Clock clock) {
    this.queue = queue;
    this.delivery = delivery;
    this.directory = directory;
    this.clock = clock;
  }

  /// Begins to work.
  public void start() {
    worker.start();
  }

  private void work() {
    try {
      while (true) {
        Thread.sleep(PAUSE);
        try {
          runOnce();
        } catch (StorageException e) {
          log.atWarn().setCause(e).log("the queue could not be worked");
        }
      }
    } catch (InterruptedException _) {
      // closed
    }
  }

  /// Takes what is due once.
  ///
  /// @return how many messages were delivered
  public int runOnce() {
    int delivered = 0;
    for (QueueLease lease : queue.lease(clock.instant(), LEASE, BATCH)) {
      if (attempt(lease)) {
        delivered++;
      }
    }
    return delivered;
  }

  private boolean attempt(QueueLease lease) {
    QueueEntry entry = lease.entry();
    try {
      Optional<AccountId> account = accountOf(entry);
      if (account.isEmpty()) {
        postpone(lease, "nobody here has this address now");
        return false;
      }
      return delivery.deliverQueued(lease, account.get()).isPresent();
    } catch (StorageException e) {
      log.atWarn()
          .addKeyValue("recipient", entry.recipient())
          .addKeyValue("reason", e.error().message())
          .log("a queued message could not be delivered yet");
      postpone(lease, e.error().message());
      return false;
    }
  }

  private Optional<AccountId> accountOf(QueueEntry entry) {
    return MailAddress.parse(entry.recipient())
        .map(directory::resolve)
        .flatMap(
            resolution ->
                resolution instanceof Resolution.Found(List<Resolution.Target> accounts, _)
                    ? accounts.stream().findFirst().map(Resolution.Target::account)
                    : Optional.empty());
  }

  /// Waits twice as long after each attempt.
  private void postpone(QueueLease lease, String error) {
    long doubled = FIRST_RETRY.toSeconds() << Math.min(lease.entry().attempts(), 20);
    Instant next = clock.instant().plusSeconds(Math.min(doubled, LAST_RETRY.toSeconds()));
    queue.retry(lease, next, error);
  }

  @Override
  public void close() {
    worker.interrupt();
    try {
      worker.join();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
