package org.posthorn.smtp.policy.auth;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.posthorn.auth.results.MethodResult;
import org.posthorn.config.inbound.CheckAction;

/// Counts results and what followed from them. Thread-safe.
final class AuthenticationMetrics {
  private final MeterRegistry registry;
  private final Timer wait;

  AuthenticationMetrics(MeterRegistry registry) {
    this.registry = registry;
    this.wait =
        Timer.builder("posthorn.inbound.authentication.wait")
            .description("How long messages that had come waited for the verdict on their sender")
            .register(registry);
  }

  void judged(List<MethodResult> methods, CheckAction action, long nanos) {
    for (MethodResult method : methods) {
      Counter.builder("posthorn.inbound.authentication")
          .description("Results of sender authentication")
          .tags("method", method.method(), "result", method.result())
          .register(registry)
          .increment();
    }
    Counter.builder("posthorn.inbound.authentication.verdicts")
        .description("What followed from sender authentication")
        .tag("action", action.text())
        .register(registry)
        .increment();
    wait.record(nanos, TimeUnit.NANOSECONDS);
  }
}
