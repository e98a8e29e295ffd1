package org.posthorn.storage.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.posthorn.storage.StorageFixture.actor;
import static org.posthorn.storage.redis.RedisServer.await;

import ch.qos.logback.classic.Level;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.posthorn.storage.StorageFixture;
import org.posthorn.storage.engine.mysql.TestDatabase;
import org.posthorn.storage.mailbox.MailboxEvent;
import org.posthorn.storage.mailbox.Watch;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.shared.ChangeFeed;
import org.posthorn.storage.shared.Sharing;

/// Two daemons on one database whose Redis fails over, behind a Sentinel and in a cluster: the
/// primary is killed, and the next one hangs. Mail flows and is told of all the while, and then
/// everything is shared through the new primary, with nothing started again.
@EnabledIf("org.posthorn.storage.redis.SharedRedisTest#available")
class RedisFailOverTest {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final int NAMES = 20;

  private final List<AutoCloseable> opened = new ArrayList<>();
  private final List<RedisTier> tiers = new ArrayList<>();
  private final MeterRegistry registry = new SimpleMeterRegistry();
  private String storeId = "";

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : opened.reversed()) {
      one.close();
    }
  }

  private <T extends AutoCloseable> T add(T resource) {
    opened.add(resource);
    return resource;
  }

  @Test
  void behindASentinel() throws Exception {
    failsOver(add(RedisGroup.sentinel()));
  }

  @Test
  void inACluster() throws Exception {
    failsOver(add(RedisGroup.cluster()));
  }

  private void failsOver(RedisGroup redis) throws Exception {
    TestDatabase database = add(TestDatabase.take());
    StorageFixture a = daemon(redis, database, 1);
    StorageFixture b = daemon(redis, database, 2);
    Ear ear = new Ear(add(tier(redis)));
    Traffic traffic = add(new Traffic(a, b));
    tiers.forEach(tier -> RedisServer.await().until(tier::isUp));
    try (LogLines log = LogLines.of(RedisLink.class)) {
      everythingIsShared(traffic, ear, "at first");
      RedisServer first = redis.primary();
      first.kill();
      redis.awaitAnother(first);
      everythingIsShared(traffic, ear, "after a death");
      assertSaidOnce(log, 1);
      redis.rejoin(first);
      RedisServer second = redis.primary();
      second.freeze();
      redis.awaitAnother(second);
      everythingIsShared(traffic, ear, "while the old primary hangs");
      second.thaw();
      everythingIsShared(traffic, ear, "in the end");
      assertSaidOnce(log, 2);
      assertTrue(
          registry.get("posthorn.redis.questions").tag("outcome", "skipped").counter().count() > 0);
    }
    traffic.end();
  }

  /// Each of them has said that Redis is gone and is back, once for each fail-over: those that had
  /// nothing to ask meanwhile perhaps not at all.
  private void assertSaidOnce(LogLines log, int failOvers) {
    await().until(() -> tiers.stream().allMatch(RedisTier::isUp));
    long gone = log.count(Level.WARN, "does not answer");
    assertTrue(gone >= failOvers && gone <= (long) failOvers * tiers.size(), gone + " times");
    RedisServer.await().until(() -> log.count(Level.INFO, "answers again") == gone);
  }

  private RedisTier tier(RedisGroup redis) {
    RedisTier tier =
        RedisTier.open(redis.config(), storeId, registry, Clock.systemUTC()).orElseThrow();
    tiers.add(tier);
    return tier;
  }

  private StorageFixture daemon(RedisGroup redis, TestDatabase database, int number) {
    return add(
        StorageFixture.daemon(
            database.open(),
            number,
            id -> {
              storeId = id;
              RedisTier tier = add(tier(redis));
              return new Sharing(tier.feed(), tier.cache(), POLL);
            }));
  }

  /// What is in the cache of one the other finds; both count together; news comes through Redis.
  private void everythingIsShared(Traffic traffic, Ear ear, String when) {
    RedisTier one = tiers.get(0);
    RedisTier other = tiers.get(1);
    List<String> names = IntStream.range(0, NAMES).mapToObj(i -> when + i).toList();
    eventually(when)
        .until(
            () -> {
              names.forEach(name -> one.cache().put(name, name.getBytes()));
              return other.cache().get(names).size() == NAMES;
            });
    for (String name : names) {
      eventually(when).until(() -> one.counts().take(name, 1, Duration.ofHours(1), 1).isPresent());
      assertEquals(Optional.of(false), other.counts().take(name, 1, Duration.ofHours(1), 1), when);
    }
    eventually(when).until(ear.feed::live);
    ear.heard.clear();
    eventually(when).until(() -> ear.heard.contains(traffic.a.alice()));
    traffic.goesOn();
  }

  private static ConditionFactory eventually(String when) {
    return RedisServer.await().alias(when);
  }

  /// Listens to nothing but Redis.
  private static final class Ear implements ChangeFeed.Listener {
    private final Set<AccountId> heard = ConcurrentHashMap.newKeySet();
    private final ChangeFeed feed;

    Ear(RedisTier tier) {
      feed = tier.feed();
      feed.start(this);
    }

    @Override
    public void changed(AccountId account, long changes) {
      heard.add(account);
    }

    @Override
    public void missed() {}
  }

  /// Two daemons that take mail for one mailbox in turn, and sessions on both that watch it.
  private static final class Traffic implements AutoCloseable {
    private final StorageFixture a;
    private final StorageFixture b;
    private final MailboxId inbox;
    private final List<Watch> watches;
    private final List<MailboxEvent> toldByA = new CopyOnWriteArrayList<>();
    private final List<MailboxEvent> toldByB = new CopyOnWriteArrayList<>();
    private final List<String> sent = new CopyOnWriteArrayList<>();
    private final List<Throwable> failures = new CopyOnWriteArrayList<>();
    private final AtomicBoolean stop = new AtomicBoolean();
    private final Thread sender;

    Traffic(StorageFixture a, StorageFixture b) {
      this.a = a;
      this.b = b;
      this.inbox = a.inbox(a.alice());
      this.watches = List.of(watch(a, toldByA), watch(b, toldByB));
      this.sender = Thread.ofVirtual().start(this::send);
    }

    private Watch watch(StorageFixture daemon, List<MailboxEvent> told) {
      daemon.mailboxes().snapshot(actor(daemon.alice()), daemon.alice(), inbox);
      return daemon.mailboxes().watch(actor(daemon.alice()), daemon.alice(), told::add);
    }

    private void send() {
      try {
        while (!stop.get()) {
          String message = "Subject: " + sent.size() + "\r\n\r\n";
          (sent.size() % 2 == 0 ? a : b).append(a.alice(), inbox, message);
          sent.add(message);
          Thread.sleep(10);
        }
      } catch (Throwable failure) {
        failures.add(failure);
      }
    }

    /// Sessions on both are told of what comes in now.
    void goesOn() {
      int before = sent.size();
      toldByA.clear();
      toldByB.clear();
      await().until(() -> sent.size() > before + 2 || !failures.isEmpty());
      await().until(() -> !toldByA.isEmpty() && !toldByB.isEmpty());
      assertEquals(List.of(), failures);
    }

    /// Both have all of it, once, in order.
    void end() throws InterruptedException {
      stop.set(true);
      sender.join();
      assertEquals(List.of(), failures);
      for (StorageFixture daemon : List.of(a, b)) {
        daemon.mailboxes().snapshot(actor(daemon.alice()), daemon.alice(), inbox);
        assertEquals(sent, daemon.contents(daemon.alice(), inbox));
      }
    }

    @Override
    public void close() throws InterruptedException {
      stop.set(true);
      sender.join();
      watches.forEach(Watch::close);
    }
  }
}
