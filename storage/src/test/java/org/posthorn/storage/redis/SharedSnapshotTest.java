package org.posthorn.storage.redis;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.posthorn.storage.StorageFixture.actor;
import static org.posthorn.storage.redis.RedisServer.await;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.posthorn.storage.StorageFixture;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.cache.SharedCache;
import org.posthorn.storage.engine.mysql.DatabaseServer;
import org.posthorn.storage.engine.mysql.TestDatabase;
import org.posthorn.storage.mailbox.AppendRequest;
import org.posthorn.storage.mailbox.MailboxSnapshot;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.FlagChange;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.MailboxName;
import org.posthorn.storage.model.SystemFlag;
import org.posthorn.storage.model.UidSet;
import org.posthorn.storage.schema.StateRow;
import org.posthorn.storage.shared.ChangeFeed;
import org.posthorn.storage.shared.Sharing;

/// Large mailboxes that daemons find in Redis: whatever is there, stale, damaged or gone, a daemon
/// that opens one sees what one sees that has no Redis.
@EnabledIf("org.posthorn.storage.redis.SharedSnapshotTest#available")
class SharedSnapshotTest {
  private static final Duration POLL = Duration.ofMillis(100);
  private static final MailboxName LARGE = MailboxName.parse("Large");
  private static final int MESSAGES = 2_500;

  private final Random random = new Random(33);
  private RedisServer redis;
  private TestDatabase database;
  private int daemons;

  /// How long Redis may take, on a busy machine too.
  private Duration patience = Duration.ofSeconds(10);

  static boolean available() {
    return RedisServer.available() && DatabaseServer.available();
  }

  @BeforeEach
  void open() {
    redis = RedisServer.start();
    database = TestDatabase.take();
  }

  @AfterEach
  void close() {
    database.close();
    redis.close();
  }

  /// A daemon with what it has of Redis, if anything.
  private record Daemon(StorageFixture mail, Optional<RedisTier> tier, SimpleMeterRegistry registry)
      implements AutoCloseable {
    AccountId alice() {
      return mail.alice();
    }

    MailboxId large() {
      return mail.mailboxes().find(actor(alice()), alice(), LARGE).orElseThrow();
    }

    MailboxSnapshot snapshot() {
      return mail.mailboxes().snapshot(actor(alice()), alice(), large());
    }

    /// All that a session may tell of the mailbox.
    List<String> messages() {
      MailboxSnapshot snapshot = snapshot();
      List<String> all = new ArrayList<>();
      all.add(
          String.join(
              " ",
              "" + snapshot.uidValidity(),
              "" + snapshot.uidNext(),
              "" + snapshot.modSeq(),
              "" + snapshot.keywords()));
      for (int i = 0; i < snapshot.size(); i++) {
        all.add(
            String.join(
                " ",
                "" + snapshot.uid(i),
                "" + snapshot.flags(i),
                "" + snapshot.modSeq(i),
                "" + snapshot.messageSize(i),
                "" + snapshot.internalDate(i),
                "" + snapshot.saveDate(i),
                "" + snapshot.email(i)));
      }
      return all;
    }

    void store(UidSet uids, FlagChange.Mode mode, Flags flags) {
      mail.mailboxes()
          .store(
              actor(alice()),
              alice(),
              large(),
              uids,
              new FlagChange(mode, flags),
              OptionalLong.empty());
    }

    void remove(UidSet uids) {
      mail.mailboxes().remove(actor(alice()), alice(), large(), uids);
    }

    void append(int count) {
      try (SpooledBody body = mail.body("Subject: many\r\n\r\n" + count)) {
        AppendRequest request = new AppendRequest(body, Flags.NONE, Optional.empty());
        mail.mailboxes()
            .append(actor(alice()), alice(), large(), Collections.nCopies(count, request));
      }
    }

    double count(String outcome) {
      return registry.get("posthorn.snapshots.shared").tag("outcome", outcome).counter().count();
    }

    void awaitWritten(int times) {
      await().until(() -> count("written") == times);
    }

    /// What the store vouches for.
    byte[] registered() {
      return row().map(StateRow::value).orElseThrow();
    }

    Optional<StateRow> row() {
      String key = large().toString();
      return mail.mail().store().read(view -> view.get(StateRow.TABLE, "snapshot", key));
    }

    String listName() {
      return "snapshot:" + HexFormat.of().formatHex(Arrays.copyOfRange(registered(), 1, 33));
    }

    /// The name of the first chunk.
    String chunkName() {
      byte[] list = tier.orElseThrow().cache().get(List.of(listName())).values().iterator().next();
      // What is in front are five numbers, the mailbox's of nine octets and more.
      String text = HexFormat.of().formatHex(list);
      for (int at = 2; at + 64 <= text.length(); at += 2) {
        String name = "chunk:" + text.substring(at, at + 64);
        if (!tier.get().cache().get(List.of(name)).isEmpty()) {
          return name;
        }
      }
      throw new AssertionError("no chunk is there");
    }

    @Override
    public void close() {
      mail.close();
      tier.ifPresent(RedisTier::close);
    }
  }

  private Daemon daemon() {
    return daemon(cache -> cache);
  }

  private Daemon daemon(UnaryOperator<SharedCache> cache) {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    List<RedisTier> tiers = new ArrayList<>();
    StorageFixture mail =
        StorageFixture.daemon(
            database.open(),
            ++daemons,
            id -> {
              RedisTier tier =
                  RedisTier.open(redis.config(patience), id, registry, Clock.systemUTC())
                      .orElseThrow();
              tiers.add(tier);
              await().until(tier::isUp);
              return new Sharing(ChangeFeed.NONE, cache.apply(tier.cache()), POLL);
            },
            registry);
    return new Daemon(mail, Optional.of(tiers.getFirst()), registry);
  }

  private Daemon withoutRedis() {
    StorageFixture mail = StorageFixture.daemon(database.open(), ++daemons);
    return new Daemon(mail, Optional.empty(), new SimpleMeterRegistry());
  }

  /// Makes the mailbox and has it shared.
  private Daemon filled() {
    Daemon a = daemon();
    a.mail().mailboxes().create(actor(a.alice()), a.alice(), LARGE, Optional.empty());
    for (int i = 0; i < MESSAGES; i += 500) {
      a.append(500);
    }
    for (int i = 0; i < 20; i++) {
      a.store(some(), FlagChange.Mode.ADD, Flags.of(SystemFlag.values()[i % 5]));
    }
    a.snapshot();
    a.awaitWritten(1);
    return a;
  }

  private static Flags keyword(String word) {
    return new Flags(0, Set.of(word));
  }

  private UidSet some() {
    UidSet.Builder uids = new UidSet.Builder();
    for (long uid = 1; uid < MESSAGES + 1_000; uid += 1 + random.nextInt(200)) {
      uids.add(uid);
    }
    return uids.build();
  }

  /// What a new daemon sees is what one without Redis sees.
  ///
  /// @param outcome what became of its look at Redis
  private void assertTrueTo(String outcome, UnaryOperator<SharedCache> cache) {
    try (Daemon fresh = daemon(cache);
        Daemon plain = withoutRedis()) {
      List<String> expected = plain.messages();
      assertEquals(expected, fresh.messages());
      assertEquals(1, fresh.count(outcome), outcome);
      if (!outcome.equals("found")) {
        await().until(() -> fresh.count("written") + fresh.count("failed") == 1);
      }
      fresh.store(UidSet.of(7), FlagChange.Mode.ADD, keyword("later"));
      fresh.store(UidSet.of(7), FlagChange.Mode.REMOVE, keyword("later"));
      assertEquals(plain.messages(), fresh.messages());
    }
  }

  private void assertTrueTo(String outcome) {
    assertTrueTo(outcome, cache -> cache);
  }

  private void sql(String... statements) {
    for (String statement : statements) {
      DatabaseServer.shared().execute(database.name(), statement);
    }
  }

  @Test
  void whatIsThereIsTakenAndBroughtUpToDate() {
    try (Daemon a = filled()) {
      assertTrueTo("found");
      a.store(UidSet.of(3, 1_030, 2_400), FlagChange.Mode.REPLACE, keyword("$Junk"));
      a.remove(UidSet.ofRanges(List.of(new UidSet.Range(1_000, 1_100))));
      a.remove(UidSet.of(2_500));
      a.append(3);
      a.remove(UidSet.of(2_502));
      assertTrueTo("found");
      assertEquals(1, a.count("written"), "so few changes are not worth it");
    }
  }

  @Test
  void nothingIsSeenOtherwiseWhateverHappens() {
    try (Daemon a = filled();
        Daemon b = daemon()) {
      for (int round = 0; round < 4; round++) {
        for (int i = 0; i < 12; i++) {
          change(random.nextBoolean() ? a : b);
        }
        assertTrueTo("found");
      }
      a.mail().verify();
    }
  }

  private void change(Daemon daemon) {
    switch (random.nextInt(5)) {
      case 0 -> daemon.append(1 + random.nextInt(40));
      case 1 -> daemon.remove(UidSet.of(1 + random.nextInt(MESSAGES)));
      case 2 ->
          daemon
              .mail()
              .mailboxes()
              .move(
                  actor(daemon.alice()),
                  daemon.alice(),
                  daemon.large(),
                  UidSet.of(1 + random.nextInt(MESSAGES)),
                  daemon.large());
      default ->
          daemon.store(
              some(),
              FlagChange.Mode.values()[random.nextInt(3)],
              random.nextBoolean()
                  ? Flags.of(SystemFlag.values()[random.nextInt(5)])
                  : keyword("word" + random.nextInt(30)));
    }
  }

  @Test
  void whenManyRowsChangedItIsWrittenAgain() {
    try (Daemon a = filled()) {
      byte[] first = a.registered();
      UidSet many = UidSet.ofRanges(List.of(new UidSet.Range(1, 2_100)));
      a.store(many, FlagChange.Mode.ADD, keyword("many"));
      a.snapshot();
      a.awaitWritten(2);
      assertNotEquals(HexFormat.of().formatHex(first), HexFormat.of().formatHex(a.registered()));
      assertTrueTo("found");
    }
  }

  @Test
  void whereTheRecordOfExpungesWasCutAllRowsAreRead() {
    try (Daemon a = filled()) {
      a.remove(UidSet.of(10, 20, 2_000));
      a.append(1);
      sql(
          "UPDATE mailbox SET vanished_floor=(SELECT MAX(modseq) FROM expunged)"
              + " WHERE id IN (SELECT mailbox FROM expunged)",
          "DELETE FROM expunged");
      assertTrueTo("absent");
    }
  }

  @Test
  void underAnotherUidvalidityAllRowsAreRead() {
    try (Daemon a = filled()) {
      sql("UPDATE mailbox SET uid_validity=uid_validity+1 WHERE id=" + a.large());
    }
    assertTrueTo("absent");
  }

  /// What was registered after the dump never was, and mod-sequences are given again.
  @Test
  void anOlderDumpKnowsNothingOfWhatCameAfterIt() throws SQLException {
    try (Daemon a = filled()) {
      a.store(UidSet.of(1, 2), FlagChange.Mode.REPLACE, keyword("before"));
    }
    List<String> tables = tables();
    for (String table : tables) {
      sql("CREATE TABLE dump_" + table + " AS SELECT * FROM `" + table + "`");
    }
    try (Daemon lost = daemon()) {
      lost.remove(UidSet.of(5, 6));
      lost.append(30);
      UidSet many = UidSet.ofRanges(List.of(new UidSet.Range(50, 2_200)));
      lost.store(many, FlagChange.Mode.ADD, keyword("lost"));
      lost.snapshot();
      lost.awaitWritten(1);
    }
    for (String table : tables) {
      sql(
          "DELETE FROM `" + table + "`",
          "INSERT INTO `" + table + "` SELECT * FROM dump_" + table,
          "DROP TABLE dump_" + table);
    }
    assertTrueTo("found");
    try (Daemon other = withoutRedis()) {
      for (int i = 0; i < 20; i++) {
        other.store(UidSet.of(100 + i), FlagChange.Mode.ADD, Flags.of(SystemFlag.FLAGGED));
      }
      other.append(30);
      other.remove(UidSet.of(8));
    }
    assertTrueTo("found");
  }

  private List<String> tables() throws SQLException {
    List<String> names = new ArrayList<>();
    try (Connection connection = DatabaseServer.shared().connect(database.name());
        Statement statement = connection.createStatement();
        ResultSet found =
            statement.executeQuery(
                "SELECT table_name FROM information_schema.tables"
                    + " WHERE table_schema=DATABASE() AND table_name<>'schema_migration'")) {
      while (found.next()) {
        names.add(found.getString(1));
      }
    }
    return names;
  }

  @Test
  void whatIsDamagedIsNotBelievedAndWrittenAnew() {
    try (Daemon a = filled()) {
      SharedCache cache = a.tier().orElseThrow().cache();
      for (int kind = 0; kind < 4; kind++) {
        String name = kind % 2 == 0 ? a.listName() : a.chunkName();
        cache.store(name, damaged(cache.get(List.of(name)).values().iterator().next(), kind));
        assertTrueTo("damaged");
        assertTrueTo("found");
      }
    }
  }

  private byte[] damaged(byte[] good, int kind) {
    byte[] flipped = good.clone();
    flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
    return switch (kind) {
      case 0 -> Arrays.copyOf(good, good.length - 1);
      case 1 -> flipped;
      case 2 -> new byte[4 << 20];
      default -> "something else".getBytes(StandardCharsets.US_ASCII);
    };
  }

  @Test
  void aListOfAnotherMailboxIsNotBelieved() {
    try (Daemon a = filled()) {
      long validity = a.snapshot().uidValidity();
      a.mail().mailboxes().rename(actor(a.alice()), a.alice(), LARGE, MailboxName.parse("Larger"));
      a.mail().mailboxes().create(actor(a.alice()), a.alice(), LARGE, Optional.empty());
      for (int i = 0; i < MESSAGES; i += 500) {
        a.append(500);
      }
      sql(
          "UPDATE mailbox SET uid_validity=" + validity + " WHERE leaf LIKE 'Large%'",
          "INSERT INTO state SELECT kind, '%s', value, expires_at FROM state WHERE kind='snapshot'"
              .formatted(a.large()));
    }
    assertTrueTo("damaged");
  }

  @Test
  void whatDoesNotAgreeWithTheCountsIsNotBelieved() {
    try (Daemon a = filled()) {
      a.store(UidSet.of(9), FlagChange.Mode.REPLACE, Flags.NONE);
      a.snapshot();
      sql(
          "UPDATE message SET flags=1 WHERE uid=9 AND mailbox=" + a.large(),
          "UPDATE message SET modseq=1 WHERE uid=9 AND mailbox=" + a.large(),
          "UPDATE mailbox SET unseen=unseen-1 WHERE id=" + a.large());
    }
    assertTrueTo("damaged");
  }

  @Test
  void aMissingChunkIsNoHarm() {
    try (Daemon a = filled()) {
      String prefix = "test:" + a.mail().mail().store().id() + ":";
      assertEquals(":1", redis.command("DEL", prefix + a.chunkName()));
    }
    assertTrueTo("absent");
    assertTrueTo("found");
  }

  @Test
  void redisMayGoBetweenTwoQuestions() {
    try (Daemon a = filled()) {
      a.store(UidSet.of(4), FlagChange.Mode.ADD, keyword("last"));
    }
    assertTrueTo("absent", cache -> new Dying(cache, "chunk:", redis::kill));
    redis.restart();
    assertTrueTo("absent");
    assertTrueTo("found");
    patience = Duration.ofMillis(300);
    assertTrueTo("absent", cache -> new Dying(cache, "snapshot:", redis::freeze));
    redis.thaw();
    patience = Duration.ofSeconds(10);
    assertTrueTo("found");
    redis.command("CONFIG", "SET", "maxmemory", "1");
    assertTrueTo("found");
    redis.command("FLUSHALL");
    assertTrueTo("absent");
  }

  /// Something happens just before the first question for such names.
  private record Dying(SharedCache cache, String start, Runnable before) implements SharedCache {
    @Override
    public Map<String, byte[]> get(Collection<String> names) {
      return cache.get(names);
    }

    @Override
    public Optional<List<byte[]>> starts(List<String> names, int octets) {
      if (names.stream().anyMatch(name -> name.startsWith(start))) {
        before.run();
      }
      return cache.starts(names, octets);
    }

    @Override
    public void put(String name, byte[] value) {
      cache.put(name, value);
    }

    @Override
    public boolean store(String name, byte[] value) {
      return cache.store(name, value);
    }

    @Override
    public Duration keep() {
      return cache.keep();
    }

    @Override
    public long largest() {
      return cache.largest();
    }
  }

  @Test
  void whatHasExpiredIsNotAskedFor() {
    try (Daemon a = filled()) {
      assertEquals(true, a.row().orElseThrow().expiresAt().isAfter(Instant.now()));
      sql("UPDATE state SET expires_at=1 WHERE kind='snapshot'");
    }
    assertTrueTo("absent");
  }

  @Test
  void aSmallMailboxIsNotShared() {
    try (Daemon a = daemon();
        Daemon b = daemon()) {
      a.mail().mailboxes().create(actor(a.alice()), a.alice(), LARGE, Optional.empty());
      a.append(500);
      assertEquals(500, a.snapshot().size());
      assertEquals(a.messages(), b.messages());
      assertEquals(0, b.count("absent") + b.count("found"));
      assertEquals(Optional.empty(), b.row());
    }
  }
}
