package org.posthorn.smtp.outbound.queue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
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

  void run(Pick pick, QueueWorker.Health health) {
    WorkItem item = pick.item();
    List<QueueLease> leases =
        queue.lease(item.partition(), item.ids(), clock.instant(), LeaseKeeper.LEASE);
    if (leases.isEmpty()) {
      return;
    }
    try (LeaseKeeper.Held _ = keeper.keep(leases)) {
      if (pick.shared().isPresent()) {
        share(leases, pick.shared().get(), pick.notBefore());
      } else {
        attempt(item, leases, health);
      }
    }
  }

  /// The destination is left alone: nothing is tried.
  private void share(List<QueueLease> leases, Trouble trouble, Instant notBefore) {
    List<Outcome> outcomes =
        leases.stream().map(_ -> (Outcome) new Outcome.Deferred(trouble)).toList();
    end(leases, outcomes, new Circumstances(false, notBefore));
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
