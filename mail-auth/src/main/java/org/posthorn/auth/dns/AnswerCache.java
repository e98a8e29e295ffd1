package org.posthorn.auth.dns;

import com.github.benmanes.caffeine.cache.AsyncCache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Function;

/// Answers, for as long as they hold; who asks what is being asked already waits for the same
/// answer. Thread-safe.
///
/// An answer weighs what it holds, but at least a kilobyte: so the one limit bounds both the
/// number of answers and the memory.
final class AnswerCache {
  private static final int MIN_WEIGHT = 1024;
  private static final Executor WORKERS = Thread.ofVirtual().name("dns")::start;

  private final AsyncCache<Question, Remembered> cache;

  /// @param ttl how long it holds
  /// @param octets about what it needs in memory
  record Remembered(DnsAnswer<?> answer, Duration ttl, int octets) {}

  AnswerCache(int entries, Ticker ticker) {
    cache =
        Caffeine.newBuilder()
            .maximumWeight((long) entries * MIN_WEIGHT)
            .weigher((Question _, Remembered r) -> Math.max(MIN_WEIGHT, r.octets()))
            .expireAfter(Expiry.creating((Question _, Remembered r) -> r.ttl()))
            .ticker(ticker)
            .executor(Runnable::run)
            .recordStats()
            .buildAsync();
  }

  /// What is remembered, or what the look-up says. The look-up must not throw.
  Remembered get(Question question, Function<Question, Remembered> lookUp) {
    return cache
        .get(
            question,
            (asked, _) -> CompletableFuture.supplyAsync(() -> lookUp.apply(asked), WORKERS))
        .join();
  }

  DnsStatistics statistics() {
    var stats = cache.synchronous().stats();
    return new DnsStatistics(
        stats.hitCount(), stats.missCount(), cache.synchronous().estimatedSize());
  }
}
