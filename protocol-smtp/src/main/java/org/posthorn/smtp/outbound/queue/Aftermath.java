package org.posthorn.smtp.outbound.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.posthorn.smtp.outbound.RecipientResult.Trouble;
import org.posthorn.storage.model.QueueEntryId;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.queue.Ending;
import org.posthorn.storage.queue.MailQueue;
import org.posthorn.storage.queue.QueueEntry;
import org.posthorn.storage.queue.QueueLease;
import org.posthorn.storage.queue.QueuedReport;

/// Writes down what came of an attempt: entries leave the queue or wait for another time, and the
/// reports about them are queued in the same transaction. Thread-safe.
///
/// @param queue the queue
/// @param plan when there is another time
/// @param reports who is told
record Aftermath(MailQueue queue, RetryPlan plan, Reports reports) {
  private static final int WRITE_TRIES = 10;
  private static final Duration WRITE_PAUSE = Duration.ofSeconds(1);

  /// How the attempt was made.
  ///
  /// @param tried whether the next host was asked at all; if not, the attempt does not count
  /// @param notBefore when the destination may be asked again at the earliest
  record Circumstances(boolean tried, Instant notBefore) {}

  /// Settles entries of one message.
  ///
  /// @param outcomes one for each lease
  /// @return the outcomes as they were written down, with those that have expired
  List<Outcome> settle(
      List<QueueLease> leases, List<Outcome> outcomes, Circumstances how, Instant now) {
    List<Reports.Result> results = new ArrayList<>(leases.size());
    List<Ending> endings = new ArrayList<>(leases.size());
    for (int i = 0; i < leases.size(); i++) {
      QueueLease lease = leases.get(i);
      Outcome outcome = afterTime(lease.entry(), outcomes.get(i), now);
      QueuedEnvelope envelope = envelopeOf(lease.entry());
      results.add(new Reports.Result(lease.entry(), envelope, outcome));
      ending(lease, outcome, how, now).ifPresent(endings::add);
    }
    List<QueuedReport> owed = reports.about(results, now);
    try {
      Set<QueueEntryId> lost = write(endings, owed);
      return results.stream()
          .map(one -> lost.contains(one.entry().id()) ? new Outcome.Lost() : one.outcome())
          .toList();
    } finally {
      owed.forEach(report -> report.body().close());
    }
  }

  private static QueuedEnvelope envelopeOf(QueueEntry entry) {
    try {
      return QueuedEnvelope.decode(entry.envelope());
    } catch (IllegalArgumentException _) {
      return QueuedEnvelope.PLAIN;
    }
  }

  private static Outcome afterTime(QueueEntry entry, Outcome outcome, Instant now) {
    return outcome instanceof Outcome.Deferred(Trouble trouble) && !now.isBefore(entry.expiresAt())
        ? new Outcome.Expired(trouble)
        : outcome;
  }

  /// What a local delivery has ended by itself has no ending here.
  private Optional<Ending> ending(
      QueueLease lease, Outcome outcome, Circumstances how, Instant now) {
    return switch (outcome) {
      case Outcome.Delivered(var by) when by.isEmpty() -> Optional.empty();
      case Outcome.Lost() -> Optional.empty();
      case Outcome.Delivered _, Outcome.Failed _, Outcome.Expired _ ->
          Optional.of(new Ending.Remove(lease));
      case Outcome.Deferred(Trouble trouble) -> {
        QueueEntry entry = lease.entry();
        boolean warned = !now.isBefore(entry.warnAt());
        yield Optional.of(
            new Ending.Retry(lease, next(entry, how, now), text(trouble), warned, how.tried()));
      }
    };
  }

  private Instant next(QueueEntry entry, Circumstances how, Instant now) {
    if (!how.tried()) {
      return earlier(how.notBefore(), entry.expiresAt());
    }
    Instant planned = plan.next(entry, now);
    Instant allowed = planned.isAfter(how.notBefore()) ? planned : how.notBefore();
    return earlier(allowed, entry.expiresAt());
  }

  private static Instant earlier(Instant a, Instant b) {
    return a.isBefore(b) ? a : b;
  }

  /// What an entry remembers of its last attempt.
  static String text(Trouble trouble) {
    return trouble.status()
        + " "
        + trouble.host().map(host -> host + ": ").orElse("")
        + trouble.reply().orElse(trouble.reason());
  }

  /// What has happened elsewhere cannot be undone, so a store that is busy or full is asked again
  /// for a while.
  private Set<QueueEntryId> write(List<Ending> endings, List<QueuedReport> owed) {
    if (endings.isEmpty()) {
      owed.forEach(report -> queue.enqueue(report.body(), report.entries()));
      return Set.of();
    }
    for (int i = 1; ; i++) {
      try {
        return queue.settle(endings, owed);
      } catch (StorageException e) {
        boolean mayPass =
            e.error() instanceof StorageError.Busy || e.error() instanceof StorageError.Full;
        if (!mayPass || i == WRITE_TRIES) {
          throw e;
        }
        pause();
      }
    }
  }

  private static void pause() {
    try {
      Thread.sleep(WRITE_PAUSE);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
