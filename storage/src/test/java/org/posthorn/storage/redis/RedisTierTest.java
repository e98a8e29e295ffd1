package org.posthorn.storage.redis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.posthorn.storage.redis.RedisServer.await;

import ch.qos.logback.classic.Level;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.posthorn.config.RedisConfig;
import org.posthorn.storage.StorageFixture;
import org.posthorn.storage.cache.SharedCache;
import org.posthorn.storage.state.SharedCounts;
import org.posthorn.storage.state.StateStore;
import org.posthorn.storage.state.StateStore.Entry;

/// What daemons share through Redis, while it is well, silent, full, emptied and started again.
@EnabledIf("org.posthorn.storage.redis.RedisServer#available")
class RedisTierTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final MeterRegistry registry = new SimpleMeterRegistry();

  private RedisTier open(RedisConfig config) {
    RedisTier tier = RedisTier.open(config, "store", registry, Clock.systemUTC()).orElseThrow();
    await().until(tier::isUp);
    return tier;
  }

  private double questions(String outcome) {
    return registry.get("posthorn.redis.questions").tag("outcome", outcome).counter().count();
  }

  private static byte[] octets(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static void assertKept(SharedCache cache, String name, String value) {
    await()
        .untilAsserted(
            () ->
                assertArrayEquals(
                    octets(value), cache.get(List.of(name)).getOrDefault(name, new byte[0])));
  }

  @Test
  void theCacheKeepsWhatItIsGiven() {
    try (RedisServer redis = RedisServer.start();
        RedisTier one = open(redis.config());
        RedisTier other = open(redis.config())) {
      one.cache().put("a", octets("first"));
      one.cache().put("b", octets("second"));
      one.cache().put("large", new byte[65 * 1024]);
      assertKept(other.cache(), "a", "first");
      assertKept(other.cache(), "b", "second");
      Map<String, byte[]> found = other.cache().get(List.of("b", "absent", "a", "large"));
      assertEquals(java.util.Set.of("a", "b"), found.keySet());
    }
  }

  @Test
  void storesDoNotSeeEachOther() {
    try (RedisServer redis = RedisServer.start();
        RedisTier one = open(redis.config());
        RedisTier other =
            RedisTier.open(redis.config(), "another", registry, Clock.systemUTC()).orElseThrow()) {
      await().until(other::isUp);
      one.cache().put("a", octets("first"));
      assertKept(one.cache(), "a", "first");
      assertEquals(Map.of(), other.cache().get(List.of("a")));
    }
  }

  @Test
  void countersAreShared() {
    try (RedisServer redis = RedisServer.start();
        RedisTier one = open(redis.config());
        RedisTier other = open(redis.config())) {
      SharedCounts here = one.counts();
      SharedCounts there = other.counts();
      assertEquals(Optional.of(true), here.take("r", 2, HOUR, 1));
      assertEquals(Optional.of(true), there.take("r", 2, HOUR, 1));
      assertEquals(Optional.of(false), here.take("r", 2, HOUR, 1));
      assertEquals(Optional.of(false), there.take("r", 2, HOUR, 0));
      assertEquals(Optional.of(true), there.take("another", 2, HOUR, 0));
      assertEquals(OptionalLong.of(0), here.count("failures"));
      assertEquals(OptionalLong.of(1), here.add("failures", HOUR));
      assertEquals(OptionalLong.of(2), there.add("failures", HOUR));
      assertEquals(OptionalLong.of(2), here.count("failures"));
    }
  }

  @Test
  void bucketsFillAgain() {
    try (RedisServer redis = RedisServer.start();
        RedisTier tier = open(redis.config())) {
      Duration soon = Duration.ofMillis(200);
      assertEquals(Optional.of(true), tier.counts().take("r", 1, soon, 1));
      await().until(() -> tier.counts().take("r", 1, soon, 1).equals(Optional.of(true)));
    }
  }

  @Test
  void nothingIsAskedWhileRedisIsGone() {
    try (LogLines log = LogLines.of(RedisLink.class);
        RedisServer redis = RedisServer.start();
        RedisTier tier = open(redis.config())) {
      tier.cache().put("a", octets("first"));
      assertKept(tier.cache(), "a", "first");
      redis.kill();
      for (int i = 0; i < 20; i++) {
        assertEquals(Map.of(), tier.cache().get(List.of("a")));
        assertEquals(Optional.empty(), tier.counts().take("r", 1, HOUR, 1));
        assertEquals(OptionalLong.empty(), tier.counts().add("f", HOUR));
        tier.cache().put("b", octets("second"));
      }
      assertFalse(tier.isUp());
      assertTrue(questions("skipped") > 50);
      assertEquals(1, log.count(Level.WARN, "does not answer"));
      redis.restart();
      await().until(tier::isUp);
      assertEquals(Map.of(), tier.cache().get(List.of("a")));
      tier.cache().put("a", octets("again"));
      assertKept(tier.cache(), "a", "again");
      assertEquals(1, log.count(Level.WARN, "does not answer"));
      assertEquals(1, log.count(Level.INFO, "answers again"));
    }
  }

  @Test
  void aRedisThatSaysNothingIsLeftAlone() {
    try (LogLines log = LogLines.of(RedisLink.class);
        RedisServer redis = RedisServer.start();
        RedisTier tier = open(redis.config())) {
      redis.freeze();
      for (int i = 0; i < 100; i++) {
        assertEquals(Map.of(), tier.cache().get(List.of("a")));
      }
      assertTrue(questions("failed") < 5, "it was asked again and again");
      assertEquals(1, log.count(Level.WARN, "does not answer"));
      redis.thaw();
      await().until(tier::isUp);
      tier.cache().put("a", octets("first"));
      assertKept(tier.cache(), "a", "first");
    }
  }

  @Test
  void aFullRedisStillAnswers() {
    try (LogLines log = LogLines.of(RedisLink.class);
        RedisServer redis = RedisServer.start();
        RedisTier tier = open(redis.config())) {
      tier.cache().put("a", octets("first"));
      assertKept(tier.cache(), "a", "first");
      redis.command("CONFIG", "SET", "maxmemory", "1");
      for (int i = 0; i < 10; i++) {
        tier.cache().put("b" + i, octets("second"));
      }
      assertEquals(Optional.empty(), tier.counts().take("r", 1, HOUR, 1));
      await().until(() -> questions("refused") > 10);
      assertKept(tier.cache(), "a", "first");
      assertTrue(tier.isUp());
      assertEquals(1, log.count(Level.WARN, "full"));
      redis.command("CONFIG", "SET", "maxmemory", "0");
      tier.cache().put("c", octets("third"));
      assertKept(tier.cache(), "c", "third");
      await().until(() -> log.count(Level.INFO, "takes new entries") == 1);
    }
  }

  @Test
  void aFlushForgetsAndNothingElse() {
    try (RedisServer redis = RedisServer.start();
        RedisTier tier = open(redis.config())) {
      tier.cache().put("a", octets("first"));
      assertKept(tier.cache(), "a", "first");
      assertEquals(OptionalLong.of(1), tier.counts().add("f", HOUR));
      assertEquals("+OK", redis.command("FLUSHALL"));
      assertEquals("+OK", redis.command("SCRIPT", "FLUSH"));
      assertEquals(Map.of(), tier.cache().get(List.of("a")));
      assertEquals(OptionalLong.of(1), tier.counts().add("f", HOUR));
    }
  }

  @Test
  void startsWithoutRedisAndFindsItLater() {
    try (RedisServer redis = RedisServer.start()) {
      redis.kill();
      try (RedisTier tier =
          RedisTier.open(redis.config(), "store", registry, Clock.systemUTC()).orElseThrow()) {
        assertEquals(Map.of(), tier.cache().get(List.of("a")));
        redis.restart();
        await().until(tier::isUp);
      }
    }
  }

  @Test
  void rowsThatEndSoonStayInRedisAndOthersDoNot() {
    try (RedisServer redis = RedisServer.start();
        RedisTier tier = open(redis.config());
        StorageFixture store = StorageFixture.memory()) {
      StateStore below = store.mail().state();
      StateStore state = tier.state(below, "greylist", HOUR);
      Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);
      Entry soon = new Entry(octets("waits"), now.plusSeconds(600));
      Entry late = new Entry(octets("known"), now.plus(Duration.ofDays(30)));
      state.update("greylist", "k", before -> Optional.of(before.orElse(soon)));
      assertTrue(below.get("greylist", "k").isEmpty());
      assertEquals("waits", text(state.get("greylist", "k")));
      state.update("greylist", "k", before -> before.map(_ -> late));
      assertEquals("known", text(below.get("greylist", "k")));
      assertEquals("known", text(state.get("greylist", "k")));
      redis.command("FLUSHALL");
      assertEquals("known", text(state.get("greylist", "k")));
      state.put("another kind", "k", soon);
      assertEquals("waits", text(below.get("another kind", "k")));
      state.put("greylist", "other", soon);
      redis.kill();
      assertTrue(state.get("greylist", "other").isEmpty());
      state.update("greylist", "other", before -> Optional.of(before.orElse(soon)));
      assertEquals("waits", text(below.get("greylist", "other")));
      state.remove("greylist", "k");
      assertTrue(state.get("greylist", "k").isEmpty());
    }
  }

  private static String text(Optional<Entry> entry) {
    return new String(entry.orElseThrow().value(), StandardCharsets.UTF_8);
  }

  @Test
  void writersOfOneRowMeet() throws Exception {
    try (RedisServer redis = RedisServer.start();
        RedisTier tier = open(redis.config());
        StorageFixture store = StorageFixture.memory()) {
      StateStore state = tier.state(store.mail().state(), "n", HOUR);
      Instant end = Instant.now().plusSeconds(600).truncatedTo(ChronoUnit.MICROS);
      List<Thread> writers =
          java.util.stream.IntStream.range(0, 4)
              .mapToObj(
                  _ ->
                      Thread.startVirtualThread(
                          () -> {
                            for (int i = 0; i < 10; i++) {
                              increment(state, end);
                            }
                          }))
              .toList();
      for (Thread writer : writers) {
        writer.join();
      }
      assertEquals("40", text(state.get("n", "n")));
    }
  }

  private static void increment(StateStore state, Instant end) {
    state.update(
        "n",
        "n",
        before ->
            Optional.of(
                new Entry(
                    octets(
                        ""
                            + (1
                                + before
                                    .map(one -> Integer.parseInt(text(Optional.of(one))))
                                    .orElse(0))),
                    end)));
  }
}
