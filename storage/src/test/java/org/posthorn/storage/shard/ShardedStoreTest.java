package org.posthorn.storage.shard;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.posthorn.storage.StorageFixture;
import org.posthorn.storage.directory.DirectoryAdmin.AccountInfo;
import org.posthorn.storage.directory.NewAccount;
import org.posthorn.storage.engine.Scopes;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.engine.TestStores;
import org.posthorn.storage.maintenance.Progress;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.schema.AccountShardRow;
import org.posthorn.storage.schema.DomainRow;
import org.posthorn.storage.schema.Schema;

class ShardedStoreTest {
  private static final Placement RULES =
      Placement.of(
          Map.of(
              "b", List.of("b.example", "*.b.example", "one@c.example"),
              "c", List.of("C.example", "x.b.example"),
              "d", List.of()),
          List.of("home", "d"));

  private static String place(String address) {
    return RULES.of(account(address, Optional.empty()));
  }

  private static NewAccount account(String address, Optional<String> place) {
    return new NewAccount(MailAddress.parse(address).orElseThrow(), List.of(), 0, place);
  }

  @Test
  void theMostExactRuleCounts() {
    assertEquals("b", place("a@b.example"));
    assertEquals("b", place("a@deep.below.b.example"));
    assertEquals("c", place("a@x.b.example"));
    assertEquals("b", place("one@c.example"));
    assertEquals("c", place("two@c.example"));
    assertEquals("c", RULES.of(account("a@b.example", Optional.of("c"))));
    assertEquals("home", RULES.of(account("a@b.example", Optional.of("home"))));
    StorageException refused =
        assertThrows(
            StorageException.class, () -> RULES.of(account("a@b.example", Optional.of("z"))));
    assertInstanceOf(StorageError.Missing.class, refused.error());
  }

  @Test
  void theRestIsSpreadEvenlyAndAlwaysAlike() {
    Map<String, Integer> counts = new HashMap<>();
    for (int i = 0; i < 10_000; i++) {
      String place = place("user" + i + "@far.example");
      assertEquals(place, place("user" + i + "@far.example"));
      counts.merge(place, 1, Integer::sum);
    }
    assertEquals(List.of("d", "home"), counts.keySet().stream().sorted().toList());
    assertEquals(5_000, counts.getOrDefault("d", 0), 500);
  }

  @Test
  void accountsAreListedWithTheirPlacesAndUse() {
    try (StorageFixture store =
        StorageFixture.sharded(StorageFixture.options(), Clock.systemUTC())) {
      store.append(store.alice(), store.inbox(store.alice()), "Subject: 1\r\n\r\n");
      List<AccountInfo> accounts = store.mail().directoryAdmin().accounts();
      assertEquals(List.of("b", "home"), accounts.stream().map(AccountInfo::place).toList());
      assertEquals(List.of(1L, 0L), accounts.stream().map(AccountInfo::usedMessages).toList());
    }
  }

  @Test
  void verifyFindsAnAccountThatIsNotWhereItShouldBe() {
    try (StorageFixture store =
        StorageFixture.sharded(StorageFixture.options(), Clock.systemUTC())) {
      store
          .mail()
          .store()
          .run(
              Scopes.directory(),
              tx -> {
                tx.delete(AccountShardRow.TABLE, store.alice());
                tx.put(AccountShardRow.TABLE, new AccountShardRow(new AccountId(7), "b"));
                tx.put(AccountShardRow.TABLE, new AccountShardRow(new AccountId(8), "z"));
              });
      List<String> problems = new ArrayList<>();
      assertEquals(3, store.mail().verify(Progress.NONE, problems::add));
      assertEquals(
          List.of(
              "shard b: account number " + store.alice() + " is not in the directory",
              "shard b: account number 7 is missing",
              "shard z: has accounts and is not in the configuration"),
          problems);
    }
  }

  @Test
  void oneShardIsNotTakenForAnother() {
    Store shard = TestStores.memory(Schema.TABLES);
    ShardMark.claim(shard, "home-id", "b");
    ShardMark.claim(shard, "home-id", "b");
    assertDenied(() -> ShardMark.claim(shard, "home-id", "c"));
    assertDenied(() -> ShardMark.claim(shard, "other-id", "b"));
    assertDenied(() -> ShardMark.requireNone(shard));

    Store used = TestStores.memory(Schema.TABLES);
    used.run(
        Scopes.directory(),
        tx ->
            tx.put(
                DomainRow.TABLE, new DomainRow("example.test", Optional.empty(), Instant.EPOCH)));
    ShardMark.requireNone(used);
    assertDenied(() -> ShardMark.claim(used, "home-id", "b"));
  }

  private static void assertDenied(Runnable claim) {
    StorageException refused = assertThrows(StorageException.class, claim::run);
    assertInstanceOf(StorageError.Denied.class, refused.error());
  }

  @Test
  void aShardThatWasNeverReachedRefusesAtOnce() {
    try (Store home = TestStores.memory(Schema.TABLES);
        Shard shard =
            new Shard(
                new ShardSource(
                    "b",
                    _ -> {
                      throw new StorageException(new StorageError.Unavailable("away"));
                    },
                    Duration.ofHours(1)),
                home)) {
      shard.start();
      StorageException refused = assertThrows(StorageException.class, shard::host);
      assertInstanceOf(StorageError.Unavailable.class, refused.error());
    }
  }
}
