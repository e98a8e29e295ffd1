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
    WorkItem item = pick.item();
    List<QueueLease> leases =
        queue.lease(item.partition(), item.ids(), clock.instant(), LeaseKeeper.LEASE);
    Map<Boolean, List<QueueLease>> parted =
        leases.stream().collect(Collectors.partitioningBy(lease -> lease.entry().returned()));
    List<QueueLease> returned = parted.getOrDefault(true, List.of());
    if (!returned.isEmpty()) {
      end(returned, all(returned, GIVEN_BACK), new Circumstances(false, Instant.MIN));
    }
    List<QueueLease> wanted = parted.getOrDefault(false, List.of());
    if (wanted.isEmpty()) {
      return;
    }
    try (LeaseKeeper.Held _ = keeper.keep(wanted)) {
      if (pick.shared().isPresent()) {
        share(wanted, pick.shared().get(), pick.notBefore());
      } else {
        attempt(item, wanted, health);
      }
    }
  }

  private static List<Outcome> all(List<QueueLease> leases, Outcome outcome) {
    return leases.stream().map(_ -> outcome).toList();
  }

  /// The destination is left alone: nothing is tried.
  private void share(List<QueueLease> leases, Trouble trouble, Instant notBefore) {
    end(leases, all(leases, new Outcome.Deferred(trouble)), new Circumstances(false, notBefore));
  }

  private void attempt(WorkItem item, List<QueueLease> leases, QueueWorker.Health health) {
    long begun = System.nanoTime();
    List<Outcome> outcomes =
        item.isLocal() ? leases.stream().map(attempts::local).toList() : attempts.remote(leases);
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
