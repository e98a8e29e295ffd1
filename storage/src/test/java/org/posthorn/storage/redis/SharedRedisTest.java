package org.posthorn.storage.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.posthorn.storage.StorageFixture.actor;
import static org.posthorn.storage.redis.RedisServer.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.posthorn.storage.StorageFixture;
import org.posthorn.storage.engine.mysql.DatabaseServer;
import org.posthorn.storage.engine.mysql.TestDatabase;
import org.posthorn.storage.mailbox.MailboxEvent;
import org.posthorn.storage.mailbox.Watch;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.shared.ChangeFeed;
import org.posthorn.storage.shared.Sharing;

/// Daemons on one database with Redis beside it: news comes through it, bodies come out of it, and
/// nothing goes wrong when it is gone or lies.
@EnabledIf("org.posthorn.storage.redis.SharedRedisTest#available")
class SharedRedisTest {
  /// So seldom that nothing is found by polling.
  private static final Duration NEVER = Duration.ofHours(1);

  private static final Duration POLL = Duration.ofMillis(100);

  private final List<AutoCloseable> opened = new ArrayList<>();
  private RedisServer redis;
  private TestDatabase database;
  private int daemons;

  static boolean available() {
    return RedisServer.available() && DatabaseServer.available();
  }

  @BeforeEach
  void open() {
    redis = RedisServer.start();
    database = TestDatabase.take();
  }

  @AfterEach
  void close() throws Exception {
    for (AutoCloseable one : opened.reversed()) {
      one.close();
    }
    database.close();
    redis.close();
  }

  /// A daemon, and what it has of Redis.
  private record Daemon(StorageFixture mail, RedisTier tier, ChangeFeed feed) {
    MailboxId inbox() {
      return mail.inbox(mail.alice());
    }

    long append(String text) {
      return mail.append(mail.alice(), inbox(), text);
    }

    List<String> contents() {
      mail.mailboxes().snapshot(actor(mail.alice()), mail.alice(), inbox());
      return mail.contents(mail.alice(), inbox());
    }
  }

  private Daemon daemon(Duration poll) {
    List<RedisTier> tiers = new ArrayList<>();
    List<ChangeFeed> feeds = new ArrayList<>();
    StorageFixture mail =
        StorageFixture.daemon(
            database.open(),
            ++daemons,
            id -> {
              RedisTier tier =
                  RedisTier.open(redis.config(), id, new SimpleMeterRegistry(), Clock.systemUTC())
                      .orElseThrow();
              tiers.add(tier);
              feeds.add(tier.feed());
              return new Sharing(feeds.getFirst(), tier.cache(), poll);
            });
    opened.add(tiers.getFirst());
    opened.add(mail);
    await().until(tiers.getFirst()::isUp);
    return new Daemon(mail, tiers.getFirst(), feeds.getFirst());
  }

  @Test
  void newsComesThroughRedis() throws Exception {
    Daemon a = daemon(NEVER);
    Daemon b = daemon(NEVER);
    await().until(() -> a.feed().live() && b.feed().live());
    AccountId alice = b.mail().alice();
    LinkedBlockingQueue<MailboxEvent> heard = new LinkedBlockingQueue<>();
    b.contents();
    try (Watch _ = b.mail().mailboxes().watch(actor(alice), alice, heard::add)) {
      for (int i = 1; i <= 3; i++) {
        a.append("Subject: " + i + "\r\n\r\n");
        int wanted = i;
        await().until(() -> heard.size() >= wanted);
      }
    }
    assertEquals(a.contents(), b.contents());
  }

  @Test
  void whatRedisDidNotBringIsPolledFor() throws Exception {
    Daemon a = daemon(POLL);
    Daemon b = daemon(POLL);
    await().until(() -> a.feed().live() && b.feed().live());
    AccountId alice = b.mail().alice();
    LinkedBlockingQueue<MailboxEvent> heard = new LinkedBlockingQueue<>();
    b.contents();
    try (Watch _ = b.mail().mailboxes().watch(actor(alice), alice, heard::add)) {
      redis.freeze();
      a.append("Subject: while Redis says nothing\r\n\r\n");
      await().until(() -> !heard.isEmpty());
      await().until(() -> !b.feed().live());
      redis.kill();
      heard.clear();
      a.append("Subject: while Redis is gone\r\n\r\n");
      await().until(() -> !heard.isEmpty());
      redis.restart();
      await().until(() -> a.feed().live() && b.feed().live());
      heard.clear();
      a.append("Subject: when Redis is back\r\n\r\n");
      await().until(() -> !heard.isEmpty());
    }
    assertEquals(3, b.contents().size());
    assertEquals(a.contents(), b.contents());
  }

  @Test
  void oneReadsTheOthersFindItInRedis() {
    Daemon a = daemon(POLL);
    String text = "Subject: shared\r\n\r\n" + "a line\r\n".repeat(100);
    a.append(text);
    // Read by one that has not received it: so it is in its memory and in Redis.
    assertEquals(List.of(text), daemon(POLL).contents());
    await().until(() -> redis.command("DBSIZE").equals(":2"));
    DatabaseServer.shared().execute(database.name(), "DELETE FROM body");
    DatabaseServer.shared().execute(database.name(), "DELETE FROM structure");
    assertEquals(List.of(text), daemon(POLL).contents());
  }

  @Test
  void aBodyThatIsNotWhatItSaysIsNotBelieved() {
    Daemon a = daemon(POLL);
    String text = "Subject: true\r\n\r\n";
    a.append(text);
    String hash = a.mail().body(text).hash().toString();
    a.tier().cache().put("body:" + hash, "Subject: false\r\n\r\n".getBytes());
    await().until(() -> a.tier().cache().get(List.of("body:" + hash)).size() == 1);
    assertEquals(List.of(text), daemon(POLL).contents());
  }

  @Test
  void mailIsReadWithoutRedis() {
    Daemon a = daemon(POLL);
    String text = "Subject: still here\r\n\r\n";
    a.append(text);
    assertEquals(List.of(text), daemon(POLL).contents());
    Daemon b = daemon(POLL);
    redis.freeze();
    assertEquals(List.of(text), b.contents());
    a.append(text);
    assertEquals(List.of(text, text), b.contents());
    redis.thaw();
    redis.command("CONFIG", "SET", "maxmemory", "1");
    a.append(text);
    assertEquals(List.of(text, text, text), b.contents());
  }
}
