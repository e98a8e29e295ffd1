package org.posthorn.storage.engine.mysql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.posthorn.storage.StorageFixture.actor;

import ch.qos.logback.classic.Level;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.posthorn.config.MysqlReplicas;
import org.posthorn.config.value.HostPort;
import org.posthorn.storage.StorageFixture;
import org.posthorn.storage.mailbox.Want;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.UidSet;
import org.posthorn.storage.redis.LogLines;

/// A daemon that reads what never changes from a server that follows the database: what that lacks,
/// gets wrong or fails to answer comes from the database, and every answer is right.
@EnabledIf("org.posthorn.storage.engine.mysql.MariaDbServer#available")
class ReplicasTest {
  private static final Duration LONG = Duration.ofSeconds(30);
  private static final Duration PAUSE = Duration.ofMillis(100);

  private static ReplicatedServers servers;

  private final SimpleMeterRegistry meters = new SimpleMeterRegistry();
  private final List<String> sent = new ArrayList<>();
  private String database;
  private StorageFixture writer;
  private StorageFixture reader;
  private MailboxId inbox;

  @BeforeAll
  static void start() {
    servers = ReplicatedServers.start();
  }

  @AfterAll
  static void stop() {
    servers.close();
  }

  @BeforeEach
  void open() {
    database = servers.primary().server().newDatabase();
    writer = StorageFixture.daemon(engine(MysqlReplicas.none(), new SimpleMeterRegistry()), 1);
    reader = writer;
    inbox = writer.inbox(writer.alice());
  }

  @AfterEach
  void close() {
    if (reader != writer) {
      reader.close();
    }
    writer.close();
  }

  private MysqlEngine engine(MysqlReplicas replicas, SimpleMeterRegistry registry) {
    MysqlOptions options = servers.primary().server().options(database).withReplicas(replicas);
    return MysqlEngine.open(options, registry, Clock.systemUTC());
  }

  private void openReader(Duration timeout, HostPort... replicas) {
    MysqlReplicas followers = new MysqlReplicas(List.of(replicas), 2, timeout, PAUSE);
    reader = StorageFixture.daemon(engine(followers, meters), 2);
  }

  private void openReader() {
    openReader(LONG, servers.replicaAddress());
  }

  private static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofSeconds(60)).pollInterval(Duration.ofMillis(20));
  }

  private double reads(String outcome) {
    return meters.find("posthorn.mysql.replica.reads").tag("outcome", outcome).counters().stream()
        .mapToDouble(counter -> counter.count())
        .sum();
  }

  private boolean up() {
    return meters.get("posthorn.mysql.replica.up").gauge().value() == 1;
  }

  private void append(String text) {
    writer.append(writer.alice(), inbox, text);
    sent.add(text);
  }

  private void appendSome() {
    for (int i = 0; i < 3; i++) {
      append("Subject: " + sent.size() + "\r\n\r\ntext\r\n");
    }
  }

  private void readsRight() {
    reader.mailboxes().snapshot(actor(reader.alice()), reader.alice(), inbox);
    assertEquals(sent, reader.contents(reader.alice(), inbox));
  }

  private static String letter(int lines) {
    Random random = new Random(lines);
    StringBuilder text = new StringBuilder("Subject: a large one\r\n\r\n");
    byte[] line = new byte[54];
    for (int i = 0; i < lines; i++) {
      random.nextBytes(line);
      text.append(Base64.getEncoder().encodeToString(line)).append("\r\n");
    }
    return text.toString();
  }

  private void onPrimaryAlone(String sql) {
    servers.primary().server().execute(database, "SET STATEMENT sql_log_bin=0 FOR " + sql);
  }

  private void onReplica(String sql) {
    servers.replica().server().execute(database, sql);
  }

  private long selects() {
    String count =
        ReplicatedServers.ask(
            servers.replica().server(),
            "SELECT variable_value FROM information_schema.global_status"
                + " WHERE variable_name='COM_SELECT'");
    return Long.parseLong(count);
  }

  @Test
  void whatNeverChangesIsReadThere() {
    append("Subject: small\r\n\r\ntext\r\n");
    append(letter(3_000));
    append(letter(40_000));
    servers.awaitCaughtUp();
    openReader();
    await().until(this::up);
    long before = selects();
    // What the database has not can only come from elsewhere.
    onPrimaryAlone("DELETE FROM body");
    onPrimaryAlone("DELETE FROM structure");
    onPrimaryAlone("UPDATE email SET prefix='X-Wrong: yes\r\n'");
    readsRight();
    structuresAreRight();
    assertTrue(selects() - before >= 3, () -> selects() - before + " selects");
    assertTrue(reads("hit") >= 9, () -> reads("hit") + " hits");
    assertEquals(0, reads("miss"));
    assertEquals(0, reads("failed"));
  }

  private void structuresAreRight() {
    List<Long> sizes = new ArrayList<>();
    reader
        .mailboxes()
        .visit(
            actor(reader.alice()),
            reader.alice(),
            inbox,
            UidSet.ALL,
            EnumSet.of(Want.STRUCTURE),
            message -> sizes.add(message.structure().size()));
    assertEquals(sent.stream().map(text -> (long) text.length()).toList(), sizes);
  }

  @Test
  void whatItLacksComesFromTheDatabase() {
    servers.awaitCaughtUp();
    servers.stopReplication();
    writer.close();
    open();
    try (LogLines lines = LogLines.of(Replica.class)) {
      openReader();
      appendSome();
      // It does not even have the database.
      readsRight();
      await().until(() -> lines.count(Level.WARN, "cannot be used") == 1);
    } finally {
      servers.startReplication();
    }
    await().until(this::up);
    servers.awaitCaughtUp();
    servers.stopReplication();
    try {
      appendSome();
      readsRight();
      assertTrue(reads("miss") >= 6, () -> reads("miss") + " misses");
      assertEquals(0, reads("failed"));
    } finally {
      servers.startReplication();
    }
    appendSome();
    servers.awaitCaughtUp();
    double hits = reads("hit");
    readsRight();
    assertTrue(reads("hit") > hits);
  }

  @Test
  void oneThatDiesIsLeftAloneUntilItIsBack() {
    openReader();
    await().until(this::up);
    appendSome();
    servers.awaitCaughtUp();
    readsRight();
    double hits = reads("hit");
    appendSome();
    servers.awaitCaughtUp();
    try (LogLines lines = LogLines.of(Replica.class)) {
      servers.replica().kill();
      try {
        readsRight();
        assertEquals(hits, reads("hit"));
        assertTrue(reads("failed") > 0);
        assertFalse(up());
        appendSome();
        readsRight();
      } finally {
        servers.replica().restart();
      }
      await().until(this::up);
      assertEquals(1, lines.count(Level.WARN, "cannot be used"));
      assertEquals(1, lines.count(Level.INFO, "a read replica is used"));
    }
    appendSome();
    servers.awaitCaughtUp();
    readsRight();
    assertTrue(reads("hit") > hits);
  }

  @Test
  void oneThatHangsIsLeftAlone() {
    openReader(Duration.ofMillis(500), servers.replicaAddress());
    await().until(this::up);
    appendSome();
    servers.awaitCaughtUp();
    servers.replica().freeze();
    try {
      readsRight();
      assertTrue(reads("failed") > 0);
      assertFalse(up());
      appendSome();
      readsRight();
    } finally {
      servers.replica().thaw();
    }
    await().until(this::up);
  }

  @Test
  void oneOfAnotherStoreIsNotUsed() {
    servers.awaitCaughtUp();
    onPrimaryAlone("UPDATE meta SET value='another' WHERE name='store-id'");
    try (LogLines lines = LogLines.of(Replica.class)) {
      openReader();
      await().until(() -> lines.count(Level.WARN, "it has another store, with the id ") == 1);
      appendSome();
      servers.awaitCaughtUp();
      readsRight();
      assertFalse(up());
      assertEquals(0, reads("hit"));
    }
  }

  @Test
  void oneThatTakesWritesIsNotUsed() {
    servers.awaitCaughtUp();
    onReplica("SET GLOBAL read_only=0");
    try (LogLines lines = LogLines.of(Replica.class)) {
      openReader();
      await().until(() -> lines.count(Level.WARN, "it takes writes; set read_only = ON") == 1);
      assertFalse(up());
    } finally {
      onReplica("SET GLOBAL read_only=1");
    }
    await().until(this::up);
  }

  @Test
  void whatIsDamagedOrOldThereComesFromTheDatabase() {
    appendSome();
    append(letter(40_000));
    servers.awaitCaughtUp();
    openReader();
    await().until(this::up);
    onReplica("UPDATE body SET bytes=REVERSE(bytes) WHERE piece>0 OR total<1000");
    onReplica("UPDATE structure SET parser=0, encoded=CONCAT(x'00',SUBSTR(encoded,2))");
    try (LogLines lines = LogLines.of(Replica.class)) {
      readsRight();
      structuresAreRight();
      assertTrue(reads("failed") >= 4, () -> reads("failed") + " failed");
      assertEquals(1, lines.count(Level.WARN, "has a damaged body"));
      assertTrue(up());
    }
  }

  @Test
  void severalAreAskedInTurn() {
    HostPort one = servers.replicaAddress();
    HostPort other = new HostPort("localhost", one.port());
    servers.awaitCaughtUp();
    openReader(LONG, one, other);
    await()
        .until(
            () ->
                meters.get("posthorn.mysql.replica.up").gauges().stream()
                    .allMatch(gauge -> gauge.value() == 1));
    for (int i = 0; i < 8; i++) {
      append("Subject: " + i + "\r\n\r\n");
      servers.awaitCaughtUp();
      readsRight();
    }
    // Each message is an email and a body, asked for one after the other, at one and the other.
    assertEquals(8, hits(one));
    assertEquals(8, hits(other));
  }

  private double hits(HostPort replica) {
    return meters
        .get("posthorn.mysql.replica.reads")
        .tag("replica", replica.toString())
        .tag("outcome", "hit")
        .counter()
        .count();
  }

  @Test
  void checkingReadsTheDatabaseItself() {
    appendSome();
    servers.awaitCaughtUp();
    openReader();
    await().until(this::up);
    reader.verify();
    assertEquals(0, reads("hit"));
    assertEquals(3, reader.mail().store().verifyBodies(java.util.Optional.empty()).checked());
    assertEquals(0, reads("hit"));
    onPrimaryAlone("DELETE FROM body");
    List<String> wrong = new ArrayList<>();
    reader.mail().verify(org.posthorn.storage.maintenance.Progress.NONE, wrong::add);
    assertTrue(wrong.size() >= 3, wrong::toString);
  }
}
