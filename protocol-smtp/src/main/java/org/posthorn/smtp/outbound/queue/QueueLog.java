package org.posthorn.smtp.outbound.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.posthorn.smtp.outbound.RecipientResult.Trouble;
import org.posthorn.storage.queue.QueueEntry;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.event.Level;

/// One line for each attempt and recipient; the last one of an entry tells its whole story.
final class QueueLog {
  private static final Logger LOG = LoggerFactory.getLogger("org.posthorn.smtp.deliveries");
  private static final String NONE = "-";

  private QueueLog() {}

  static void write(QueueEntry entry, Outcome outcome, boolean tried, Instant now) {
    Level level = outcome instanceof Outcome.Delivered ? Level.INFO : Level.WARN;
    if (!LOG.isEnabledForLevel(level)) {
      return;
    }
    LOG.atLevel(level)
        .addKeyValue("message", entry.name())
        .addKeyValue("entry", entry.id())
        .addKeyValue("sender", entry.sender())
        .addKeyValue("recipient", entry.recipient())
        .addKeyValue("destination", entry.destination().isEmpty() ? "here" : entry.destination())
        .addKeyValue("host", host(outcome).orElse(NONE))
        .addKeyValue("outcome", outcome.word())
        .addKeyValue("status", status(outcome))
        .addKeyValue("reply", reply(outcome))
        .addKeyValue("attempt", tried ? entry.attempts() : entry.attempts() - 1)
        .addKeyValue("size", entry.size())
        .addKeyValue("delay_ms", Duration.between(entry.queuedAt(), now).toMillis())
        .log(text(outcome));
  }

  private static String text(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Delivered _ -> "delivered";
      case Outcome.Deferred _ -> "not delivered yet";
      case Outcome.Failed _ -> "undeliverable";
      case Outcome.Expired _ -> "given up";
      case Outcome.Lost _ -> "no longer ours";
    };
  }

  private static Optional<Trouble> trouble(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Deferred(Trouble trouble) -> Optional.of(trouble);
      case Outcome.Failed(Trouble trouble) -> Optional.of(trouble);
      case Outcome.Expired(Trouble trouble) -> Optional.of(trouble);
      case Outcome.Delivered _, Outcome.Lost _ -> Optional.empty();
    };
  }

  private static Optional<String> host(Outcome outcome) {
    return outcome instanceof Outcome.Delivered(var by)
        ? by.map(one -> one.host())
        : trouble(outcome).flatMap(Trouble::host);
  }

  private static String status(Outcome outcome) {
    return trouble(outcome).map(one -> one.status().toString()).orElse(NONE);
  }

  private static String reply(Outcome outcome) {
    if (outcome instanceof Outcome.Delivered(var by)) {
      return by.map(one -> one.reply()).orElse(NONE);
    }
    return trouble(outcome).map(one -> one.reply().orElse(one.reason())).orElse(NONE);
  }
}
