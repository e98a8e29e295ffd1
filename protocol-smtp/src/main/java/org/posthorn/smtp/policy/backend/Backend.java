package org.posthorn.smtp.policy.backend;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.concurrent.atomic.AtomicBoolean;
import org.posthorn.config.inbound.OnFailure;
import org.posthorn.smtp.command.Reply;
import org.posthorn.smtp.policy.Verdict;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Whether another program works, and what is done while it does not. Thread-safe.
public final class Backend {
  private static final Logger LOG = LoggerFactory.getLogger(Backend.class);
  private static final Reply LATER =
      Reply.of(451, 3, 0, "A filter cannot be asked now; try again later");

  private static final Reply NEVER = Reply.of(550, 3, 0, "A filter cannot be asked now");

  private final String name;
  private final OnFailure onFailure;
  private final AtomicBoolean up = new AtomicBoolean(true);
  private final Counter failures;

  /// @param name for log and metrics
  public Backend(String name, OnFailure onFailure, MeterRegistry registry) {
    this.name = name;
    this.onFailure = onFailure;
    this.failures =
        Counter.builder("posthorn.inbound.backend.failures")
            .description("Questions that a filter did not answer")
            .tag("backend", name)
            .register(registry);
    Gauge.builder("posthorn.inbound.backend.up", up, state -> state.get() ? 1 : 0)
        .description("Whether a filter answered the last question")
        .tag("backend", name)
        .strongReference(true)
        .register(registry);
  }

  /// It answered.
  public void worked() {
    if (up.compareAndSet(false, true)) {
      LOG.atInfo().addKeyValue("backend", name).log("a filter answers again");
    }
  }

  /// It did not.
  ///
  /// @param why for the log
  /// @return what follows for the mail
  public Verdict failed(String why) {
    failures.increment();
    if (up.compareAndSet(true, false)) {
      LOG.atWarn()
          .addKeyValue("backend", name)
          .addKeyValue("reason", why)
          .addKeyValue("mail", onFailure.text())
          .log("a filter does not answer");
    }
    return onFailure == OnFailure.ACCEPT ? new Verdict.Note("not asked: " + why) : missing();
  }

  /// What follows for mail about which it cannot be asked any more, since it failed before.
  public Verdict missing() {
    return switch (onFailure) {
      case ACCEPT -> Verdict.ACCEPT;
      case DEFER -> new Verdict.Defer(LATER);
      case REJECT -> new Verdict.Reject(NEVER);
    };
  }
}
