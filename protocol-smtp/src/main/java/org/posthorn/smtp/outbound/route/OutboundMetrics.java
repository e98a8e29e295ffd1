package org.posthorn.smtp.outbound.route;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.IntSupplier;
import org.posthorn.smtp.outbound.client.TlsResult;

/// Counts attempts. Thread-safe.
final class OutboundMetrics implements AttemptListener {
  private record Kind(Attempt.Outcome outcome, String tls, PolicyBasis basis) {}

  private final MeterRegistry registry;
  private final ConcurrentMap<Attempt.Outcome, Timer> timers = new ConcurrentHashMap<>();
  private final ConcurrentMap<Kind, Counter> kinds = new ConcurrentHashMap<>();
  private final Counter opened;
  private final Counter reused;

  OutboundMetrics(MeterRegistry registry) {
    this.registry = registry;
    opened = connections("opened");
    reused = connections("reused");
  }

  private Counter connections(String how) {
    return Counter.builder("posthorn.outbound.connections")
        .description("Connections to other servers that a message was sent over")
        .tag("how", how)
        .register(registry);
  }

  /// Shows how many connections are kept for later.
  void watchIdle(IntSupplier idle) {
    Gauge.builder("posthorn.outbound.connections.idle", idle::getAsInt)
        .description("Connections to other servers that are kept for later")
        .register(registry);
  }

  @Override
  public void ended(Attempt attempt) {
    timers.computeIfAbsent(attempt.outcome(), this::timer).record(attempt.took());
    String tls = attempt.tls().map(OutboundMetrics::word).orElse("unknown");
    kinds
        .computeIfAbsent(new Kind(attempt.outcome(), tls, attempt.basis()), this::counter)
        .increment();
    if (attempt.tls().isPresent()) {
      (attempt.reused() ? reused : opened).increment();
    }
  }

  private Timer timer(Attempt.Outcome outcome) {
    return Timer.builder("posthorn.outbound.attempts")
        .description("Attempts to hand a message to a server")
        .tag("outcome", outcome.name().toLowerCase(Locale.ROOT))
        .register(registry);
  }

  private Counter counter(Kind kind) {
    return Counter.builder("posthorn.outbound.tls")
        .description("Attempts by the security they had")
        .tag("outcome", kind.outcome().name().toLowerCase(Locale.ROOT))
        .tag("tls", kind.tls())
        .tag("policy", kind.basis().text())
        .register(registry);
  }

  private static String word(TlsResult tls) {
    return switch (tls) {
      case TlsResult.Clear _ -> "none";
      case TlsResult.Secured(_, _, TlsResult.Proof proof) ->
          switch (proof) {
            case NONE -> "encrypted";
            case WEB_PKI -> "verified";
            case DANE -> "dane";
          };
    };
  }
}
