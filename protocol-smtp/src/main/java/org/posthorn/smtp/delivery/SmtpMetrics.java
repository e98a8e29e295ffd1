package org.posthorn.smtp.delivery;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Locale;
import org.posthorn.smtp.command.Reply;
import org.posthorn.smtp.transaction.Role;

/// Counters of messages and recipients. Thread-safe.
public final class SmtpMetrics {
  private final Counter accepted;
  private final Counter rejected;
  private final Counter deferred;
  private final Counter recipientsStored;
  private final Counter recipientsRefused;
  private final DistributionSummary size;

  /// Meters tagged with the role.
  public SmtpMetrics(MeterRegistry registry, Role role) {
    String tag = role.name().toLowerCase(Locale.ROOT);
    accepted = registry.counter("posthorn.smtp.messages", "role", tag, "outcome", "accepted");
    rejected = registry.counter("posthorn.smtp.messages", "role", tag, "outcome", "rejected");
    deferred = registry.counter("posthorn.smtp.messages", "role", tag, "outcome", "deferred");
    recipientsStored =
        registry.counter("posthorn.smtp.recipients", "role", tag, "outcome", "stored");
    recipientsRefused =
        registry.counter("posthorn.smtp.recipients", "role", tag, "outcome", "refused");
    size =
        DistributionSummary.builder("posthorn.smtp.message.size")
            .baseUnit("bytes")
            .tag("role", tag)
            .register(registry);
  }

  /// A message came in and was answered.
  void message(Reply reply, long octets) {
    if (reply.isPositive()) {
      accepted.increment();
      size.record(octets);
    } else if (reply.isTransient()) {
      deferred.increment();
    } else {
      rejected.increment();
    }
  }

  /// A recipient's copy is durable, or was refused at the end of data.
  void recipient(boolean taken) {
    (taken ? recipientsStored : recipientsRefused).increment();
  }

  /// A recipient was refused at RCPT.
  public void recipientRefused() {
    recipientsRefused.increment();
  }
}
