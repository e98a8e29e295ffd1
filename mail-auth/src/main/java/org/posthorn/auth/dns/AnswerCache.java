package org.posthorn.auth.dns;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Expiry;
import com.github.benmanes.caffeine.cache.Ticker;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Function;

/// Answers, for as long as they hold; who asks what is being asked already waits for the same
/// answer. Whoever has got an answer finds it remembered. Thread-safe.
///
/// An answer weighs what it holds, but at least a kilobyte: so the one limit bounds both the
/// number of answers and the memory.
final class AnswerCache {
  private static final int MIN_WEIGHT = 1024;

  private final Cache<Question, Remembered> cache;
  private final ConcurrentHashMap<Question, CompletableFuture<Remembered>> underWay =
      new ConcurrentHashMap<>();
  private final LongAdder hits = new LongAdder();
  private final LongAdder misses = new LongAdder();

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
            .build();
  }

  /// What is remembered, or what the look-up says. The look-up must not throw.
  Remembered get(Question question, Function<Question, Remembered> lookUp) {
    Remembered known = cache.getIfPresent(question);
    if (known != null) {
      hits.increment();
      return known;
    }
    CompletableFuture<Remembered> mine = new CompletableFuture<>();
    CompletableFuture<Remembered> other = underWay.putIfAbsent(question, mine);
    if (other != null) {
      hits.increment();
      return other.join();
    }
    // A thread of its own: an asker that is interrupted takes nothing from those who wait too.
    var _ = Thread.ofVirtual().name("dns").start(() -> answer(question, lookUp, mine));
    return mine.join();
  }

  private void answer(
      Question question,
      Function<Question, Remembered> lookUp,
      CompletableFuture<Remembered> asked) {
    try {
      // Somebody may have had the answer between our look and our question.
      Remembered answer = cache.getIfPresent(question);
      if (answer == null) {
        misses.increment();
        answer = lookUp.apply(question);
        cache.put(question, answer);
      } else {
        hits.increment();
      }
      underWay.remove(question);
      asked.complete(answer);
    } catch (RuntimeException | Error failure) {
      underWay.remove(question);
      asked.completeExceptionally(failure);
    }
  }

  DnsStatistics statistics() {
    return new DnsStatistics(hits.sum(), misses.sum(), cache.estimatedSize());
  }
}
