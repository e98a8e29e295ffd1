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
    accepted = messages(registry, tag, "accepted");
    rejected = messages(registry, tag, "rejected");
    deferred = messages(registry, tag, "deferred");
    recipientsStored = recipients(registry, tag, "stored");
    recipientsRefused = recipients(registry, tag, "refused");
    size =
        DistributionSummary.builder("posthorn.smtp.message.size")
            .description("Size of accepted messages")
            .baseUnit("bytes")
            .tag("role", tag)
            .register(registry);
  }

  private static Counter messages(MeterRegistry registry, String role, String outcome) {
    return Counter.builder("posthorn.smtp.messages")
        .description("Messages answered at the end of data")
        .tags("role", role, "outcome", outcome)
        .register(registry);
  }

  private static Counter recipients(MeterRegistry registry, String role, String outcome) {
    return Counter.builder("posthorn.smtp.recipients")
        .description("Recipients' copies: durable, or refused")
        .tags("role", role, "outcome", outcome)
        .register(registry);
  }

  /// A message came in and was answered.
  void message(Reply reply, long octets) {
    if (reply.isPositive()) {
      accepted.increment();
      size.record((double) octets);
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
