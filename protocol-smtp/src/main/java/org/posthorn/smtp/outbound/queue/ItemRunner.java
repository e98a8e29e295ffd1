package org.posthorn.smtp.outbound.queue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.posthorn.smtp.command.EnhancedCode;
import org.posthorn.smtp.outbound.RecipientResult.Trouble;
import org.posthorn.smtp.outbound.queue.Aftermath.Circumstances;
import org.posthorn.smtp.outbound.queue.Schedule.Pick;
import org.posthorn.storage.model.QueueEntryId;
import org.posthorn.storage.queue.MailQueue;
import org.posthorn.storage.queue.QueueLease;

/// Carries out one pick of the schedule, from the lease to the log line. Thread-safe.
///
/// @param queue the queue
/// @param attempts makes the attempt
/// @param aftermath writes down what came of it
/// @param keeper keeps the leases meanwhile
/// @param metrics counts
/// @param clock tells the time
record ItemRunner(
    MailQueue queue,
    Attempts attempts,
    Aftermath aftermath,
    LeaseKeeper keeper,
    QueueMetrics metrics,
    Clock clock) {
  private static final int NETWORK = 4; // RFC 3463 §3.5

  /// What an administrator wants to go back (`posthorn queue bounce`).
  private static final Outcome GIVEN_BACK =
      new Outcome.Failed(
          new Trouble(
              new EnhancedCode(5, 3, 0),
              Optional.empty(),
              Optional.empty(),
              "the administrator of the server has given it back"));

  void run(Pick pick, QueueWorker.Health health) {
    switch (pick) {
      case Pick.Try(WorkItem item) -> {
        List<QueueLease> leases = lease(item.partition(), item.ids());
        if (!leases.isEmpty()) {
          try (LeaseKeeper.Held _ = keeper.keep(leases)) {
            attempt(item, leases, health);
          }
        }
      }
      case Pick.Share share -> share(share);
    }
  }

  /// Takes entries, those that an administrator wants back left out: they are given back at once.
  private List<QueueLease> lease(int partition, List<QueueEntryId> ids) {
    List<QueueLease> leases = queue.lease(partition, ids, clock.instant(), LeaseKeeper.LEASE);
    List<QueueLease> returned = leases.stream().filter(one -> one.entry().returned()).toList();
    for (QueueLease lease : returned) {
      end(List.of(lease), List.of(GIVEN_BACK), new Circumstances(false, Instant.MIN));
    }
    return leases.stream().filter(one -> !one.entry().returned()).toList();
  }

  /// The destination is left alone: its mail waits, and what has waited long enough is dealt with.
  private void share(Pick.Share share) {
    Map<Integer, List<WorkItem>> partitions =
        share.items().stream().collect(Collectors.groupingBy(WorkItem::partition));
    String error = Aftermath.text(share.trouble());
    partitions.forEach(
        (partition, items) -> {
          List<QueueEntryId> ids = items.stream().flatMap(one -> one.ids().stream()).toList();
          queue
              .postpone(partition, ids, clock.instant(), share.notBefore(), error)
              .forEach(id -> shareOne(partition, id, share));
        });
  }

  private void shareOne(int partition, QueueEntryId id, Pick.Share share) {
    List<QueueLease> leases = lease(partition, List.of(id));
    if (!leases.isEmpty()) {
      end(
          leases,
          List.of(new Outcome.Deferred(share.trouble())),
          new Circumstances(false, share.notBefore()));
    }
  }

  private void attempt(WorkItem item, List<QueueLease> leases, QueueWorker.Health health) {
    long begun = System.nanoTime();
    List<Outcome> outcomes =
        item.isLocal()
            ? leases.stream().map(attempts::local).toList()
            : attempts.remote(leases, health::moreWaits);
    metrics.attempt(Duration.ofNanos(System.nanoTime() - begun));
    // An attempt that was broken off has to be written down all the same.
    boolean _ = Thread.interrupted();
    end(leases, outcomes, circumstances(item, outcomes, health));
  }

  private Circumstances circumstances(
      WorkItem item, List<Outcome> outcomes, QueueWorker.Health health) {
    if (health.isInterrupted() && outcomes.stream().allMatch(Outcome.Deferred.class::isInstance)) {
      return new Circumstances(false, clock.instant());
    }
    if (item.isLocal()) {
      return new Circumstances(true, Instant.MIN);
    }
    Optional<Trouble> unreachable = unreachable(outcomes);
    if (unreachable.isPresent()) {
      return new Circumstances(true, health.unreachable(unreachable.get()));
    }
    health.reached();
    return new Circumstances(true, Instant.MIN);
  }

  /// Nobody has answered for anybody.
  private static Optional<Trouble> unreachable(List<Outcome> outcomes) {
    return outcomes.stream().allMatch(ItemRunner::isSilence)
            && outcomes.getFirst() instanceof Outcome.Deferred(Trouble trouble)
        ? Optional.of(trouble)
        : Optional.empty();
  }

  private static boolean isSilence(Outcome outcome) {
    return outcome instanceof Outcome.Deferred(Trouble trouble)
        && (trouble.reply().isEmpty() || trouble.reply().get().startsWith("421"))
        && (trouble.status().subject() == NETWORK || trouble.reply().isPresent());
  }

  private void end(List<QueueLease> leases, List<Outcome> outcomes, Circumstances how) {
    Instant now = clock.instant();
    List<Outcome> written = aftermath.settle(leases, outcomes, how, now);
    for (int i = 0; i < leases.size(); i++) {
      metrics.outcome(leases.get(i).entry(), written.get(i), now);
      QueueLog.write(leases.get(i).entry(), written.get(i), how.tried(), now);
    }
  }
}
