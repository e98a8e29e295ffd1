package org.posthorn.storage.redis;

import io.lettuce.core.RedisException;
import io.lettuce.core.RedisFuture;
import io.lettuce.core.cluster.api.async.RedisClusterAsyncCommands;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Asks Redis, as long as it answers. Never throws, and waits no longer than is configured.
///
/// One answer that fails or is late opens the circuit: until Redis has taken a probe, which is
/// made once in a pause, all questions are answered by "nothing" at once. When a second probe fails
/// as well, the connection is given up: another server may be the primary by now. That Redis is
/// full (it refuses to write and goes on to read) opens nothing. Each of these turns is logged
/// once. Thread-safe.
final class RedisLink implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(RedisLink.class);

  /// Bytes on their way that nobody waits for; beyond, what would be sent is dropped.
  private static final long MOST_UNDER_WAY = 8 << 20;

  /// After so many probes in a row that failed, it is found out anew where Redis is.
  private static final int PROBES = 2;

  private final RedisConnector connector;
  private final Duration timeout;
  private final ScheduledExecutorService keeper =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("redis-keeper").factory());
  private final AtomicLong underWay = new AtomicLong();
  private final Counter answered;
  private final Counter failed;
  private final Counter refused;
  private final Counter skipped;
  private volatile Optional<RedisConnector.Connection> connection = Optional.empty();
  private volatile boolean up;
  private volatile boolean full;
  private boolean told;
  private int failedProbes;

  /// Some commands.
  @FunctionalInterface
  interface Question<T>
      extends Function<RedisClusterAsyncCommands<String, byte[]>, RedisFuture<T>> {}

  private RedisLink(RedisConnector connector, Duration timeout, MeterRegistry registry) {
    this.connector = connector;
    this.timeout = timeout;
    this.answered = counter(registry, "answered");
    this.failed = counter(registry, "failed");
    this.refused = counter(registry, "refused");
    this.skipped = counter(registry, "skipped");
    Gauge.builder("posthorn.redis.up", this, link -> link.up ? 1 : 0)
        .description("Whether Redis is asked")
        .register(registry);
  }

  private static Counter counter(MeterRegistry registry, String outcome) {
    return Counter.builder("posthorn.redis.questions")
        .description("Questions to Redis; skipped ones while it was left alone")
        .tag("outcome", outcome)
        .register(registry);
  }

  /// Begins to connect and returns at once.
  ///
  /// @param pause between two tries
  static RedisLink open(
      RedisConnector connector, Duration timeout, Duration pause, MeterRegistry registry) {
    RedisLink link = new RedisLink(connector, timeout, registry);
    var _ =
        link.keeper.scheduleWithFixedDelay(link::keep, 0, pause.toMillis(), TimeUnit.MILLISECONDS);
    return link;
  }

  /// Connects where there is no connection, and tries whether Redis answers where it did not.
  private void keep() {
    if (up) {
      return;
    }
    try {
      if (connection.isEmpty()) {
        connection = Optional.of(connector.connect());
      }
      connector.probe(connection.get(), timeout);
      failedProbes = 0;
      answers();
    } catch (ExecutionException | TimeoutException | RuntimeException failure) {
      silent(failure);
      if (++failedProbes >= PROBES) {
        failedProbes = 0;
        connection = connection.flatMap(connector::lookAgain);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void answers() {
    up = true;
    if (told) {
      told = false;
      log.atInfo().log("Redis answers again");
    }
  }

  private synchronized void silent(Exception failure) {
    up = false;
    if (!told) {
      told = true;
      Throwable cause = failure instanceof ExecutionException e ? cause(e) : failure;
      log.atWarn()
          .addKeyValue("reason", Objects.toString(cause.getMessage(), cause.toString()))
          .log("Redis does not answer; going on without it");
    }
  }

  private static Throwable cause(Throwable failure) {
    return Objects.requireNonNullElse(failure.getCause(), failure);
  }

  /// Whether Redis is asked now.
  boolean isUp() {
    return up;
  }

  /// The answer to a question; empty where there is none in time.
  <T> Optional<T> ask(Question<T> question) {
    return await(redis -> question.apply(redis).toCompletableFuture());
  }

  /// The answers to questions that are asked together, in their order; empty where not all of them
  /// are there in time.
  <T> Optional<List<T>> askAll(List<Question<T>> questions) {
    return await(
        redis -> {
          List<CompletableFuture<T>> answers =
              questions.stream()
                  .map(question -> question.apply(redis).toCompletableFuture())
                  .toList();
          return CompletableFuture.allOf(answers.toArray(CompletableFuture<?>[]::new))
              .thenApply(_ -> answers.stream().map(CompletableFuture::join).toList());
        });
  }

  private <T> Optional<T> await(
      Function<RedisClusterAsyncCommands<String, byte[]>, CompletableFuture<T>> questions) {
    Optional<RedisConnector.Connection> open = connection;
    if (!up || open.isEmpty()) {
      skipped.increment();
      return Optional.empty();
    }
    try {
      T answer =
          questions.apply(open.get().commands()).get(2 * timeout.toMillis(), TimeUnit.MILLISECONDS);
      answered.increment();
      return Optional.ofNullable(answer);
    } catch (ExecutionException failure) {
      failed(cause(failure));
    } catch (TimeoutException | RedisException failure) {
      failed(failure);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
    return Optional.empty();
  }

  /// Sends what nobody waits for.
  ///
  /// @param bytes about how many it is
  <T> void send(long bytes, Question<T> question) {
    Optional<RedisConnector.Connection> open = connection;
    if (!up || open.isEmpty() || underWay.get() + bytes > MOST_UNDER_WAY) {
      skipped.increment();
      return;
    }
    underWay.addAndGet(bytes);
    try {
      question
          .apply(open.get().commands())
          .whenComplete(
              (_, failure) -> {
                underWay.addAndGet(-bytes);
                if (failure == null) {
                  answered.increment();
                  written();
                } else {
                  failed(failure);
                }
              });
    } catch (RedisException failure) {
      underWay.addAndGet(-bytes);
      failed(failure);
    }
  }

  private void failed(Throwable failure) {
    if (RedisConnector.isFull(failure)) {
      refused.increment();
      if (!full) {
        full = true;
        log.atWarn()
            .addKeyValue("reason", Objects.toString(failure.getMessage(), ""))
            .log("Redis is full and takes nothing; set its maxmemory-policy");
      }
      return;
    }
    failed.increment();
    silent(failure instanceof Exception exception ? exception : new RedisException(failure));
  }

  /// Something could be written.
  private void written() {
    if (full) {
      full = false;
      log.atInfo().log("Redis takes new entries again");
    }
  }

  @Override
  public void close() {
    up = false;
    keeper.shutdownNow();
    connection.ifPresent(open -> open.lifetime().closeAsync());
  }
}
