package org.posthorn.smtp.outbound.queue;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.ToDoubleFunction;
import org.posthorn.storage.queue.QueueEntry;
import org.posthorn.storage.queue.QueueTotals;

/// Counters and gauges of the queue. Thread-safe.
final class QueueMetrics {
  private final MeterRegistry registry;
  private static final List<String> OUTCOMES =
      List.of("delivered", "deferred", "failed", "expired", "lost");

  private final Map<String, Counter> outcomes = new HashMap<>();
  private final Timer attempts;
  private final Timer delays;
  private volatile QueueTotals totals = new QueueTotals(0, 0, Optional.empty());
  private volatile Instant now = Instant.EPOCH;
  private volatile int running;
  private volatile int window;
  private volatile int destinations;
  private volatile int blocked;

  QueueMetrics(MeterRegistry registry) {
    this.registry = registry;
    for (String word : OUTCOMES) {
      outcomes.put(
          word,
          Counter.builder("posthorn.queue.deliveries")
              .description("What came of attempts, for each recipient")
              .tag("outcome", word)
              .register(registry));
    }
    this.attempts =
        Timer.builder("posthorn.queue.attempts")
            .description("Attempts, each for recipients of one message in one domain")
            .register(registry);
    this.delays =
        Timer.builder("posthorn.queue.delay")
            .description("From acceptance to delivery")
            .register(registry);
    entries("waiting", all -> (double) (all.totals.entries() - all.totals.held()));
    entries("held", all -> (double) all.totals.held());
    gauge(
        "posthorn.queue.oldest",
        "Age of the oldest entry, in seconds",
        all ->
            all.totals
                .oldest()
                .map(time -> (double) Duration.between(time, all.now).toSeconds())
                .orElse(0.0));
    gauge("posthorn.queue.running", "Attempts under way", all -> all.running);
    gauge("posthorn.queue.window", "Due entries in memory", all -> all.window);
    gauge("posthorn.queue.destinations", "Destinations in memory", all -> all.destinations);
    gauge(
        "posthorn.queue.unreachable",
        "Destinations that are left alone for a while",
        all -> all.blocked);
  }

  private void entries(String state, ToDoubleFunction<QueueMetrics> value) {
    Gauge.builder("posthorn.queue.entries", this, value)
        .description("Entries of the queue, one for each recipient")
        .tag("state", state)
        .register(registry);
  }

  private void gauge(String name, String description, ToDoubleFunction<QueueMetrics> value) {
    Gauge.builder(name, this, value).description(description).register(registry);
  }

  void attempt(Duration took) {
    attempts.record(took);
  }

  void outcome(QueueEntry entry, Outcome outcome, Instant at) {
    Objects.requireNonNull(outcomes.get(outcome.word())).increment();
    if (outcome instanceof Outcome.Delivered) {
      delays.record(Duration.between(entry.queuedAt(), at));
    }
  }

  void totals(QueueTotals current, Instant at) {
    totals = current;
    now = at;
  }

  void window(int nowRunning, int nowWaiting, int lanes, int lanesBlocked) {
    running = nowRunning;
    window = nowWaiting;
    destinations = lanes;
    blocked = lanesBlocked;
  }
}
