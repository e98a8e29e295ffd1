package org.posthorn.storage.engine.mysql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.posthorn.storage.StorageFixture.actor;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.posthorn.storage.StorageFixture;
import org.posthorn.storage.mailbox.AppendRequest;
import org.posthorn.storage.mailbox.Want;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.FlagChange;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.SystemFlag;
import org.posthorn.storage.model.UidSet;

/// How many requests go to the database for what clients do most: bounds, so that nobody makes it
/// more by accident. `docs/performance.md` has the figures.
@EnabledIf("org.posthorn.storage.engine.mysql.DatabaseServer#available")
class RoundTripsTest {
  private static final int TRIES = 3;

  private final List<String> tooMany = new ArrayList<>();

  @Test
  void nothingAsksMoreThanItNeeds() throws Exception {
    try (TestDatabase database = TestDatabase.take();
        CuttingProxy proxy = CuttingProxy.whole(DatabaseServer.shared().address());
        StorageFixture writer = StorageFixture.daemon(open(proxy, database.name()), 1)) {
      AccountId alice = writer.alice();
      MailboxId inbox = writer.inbox(alice);
      deliver(writer, alice, inbox, 1);
      count(proxy, "delivery of a new message", 2, () -> deliver(writer, alice, inbox, 1));
      deliver(writer, alice, inbox, 999);
      count(proxy, "delivery of another", 2, () -> deliver(writer, alice, inbox, 1));
      writer.mailboxes().snapshot(actor(alice), alice, inbox);
      count(proxy, "STATUS", 2, () -> writer.mailboxes().status(actor(alice), alice, inbox));
      count(proxy, "NOOP", 1, () -> writer.mailboxes().snapshot(actor(alice), alice, inbox));
      Iterator<SystemFlag> flags = EnumSet.allOf(SystemFlag.class).iterator();
      count(proxy, "STORE of 1,000", 4, () -> store(writer, alice, inbox, flags.next()));
    }
    assertEquals(List.of(), tooMany);
  }

  @Test
  void aColdFetchReadsBatches() throws Exception {
    try (TestDatabase database = TestDatabase.take();
        StorageFixture writer = StorageFixture.daemon(database.open(), 1)) {
      AccountId alice = writer.alice();
      MailboxId inbox = writer.inbox(alice);
      deliver(writer, alice, inbox, 200);
      try (CuttingProxy proxy = CuttingProxy.whole(DatabaseServer.shared().address());
          StorageFixture cold = StorageFixture.daemon(open(proxy, database.name()), 2)) {
        cold.mailboxes().snapshot(actor(alice), alice, inbox);
        count(proxy, "FETCH of 200 bodies", 60, () -> visit(cold, alice, inbox));
        count(proxy, "the same again", 0, () -> visit(cold, alice, inbox));
      }
    }
    assertEquals(List.of(), tooMany);
  }

  private static void visit(StorageFixture daemon, AccountId owner, MailboxId mailbox) {
    List<Long> seen = new ArrayList<>();
    daemon
        .mailboxes()
        .visit(
            actor(owner),
            owner,
            mailbox,
            UidSet.ALL,
            EnumSet.of(Want.CONTENT),
            message -> seen.add(message.content().size()));
    assertTrue(seen.size() >= 200);
  }

  private static void store(
      StorageFixture daemon, AccountId owner, MailboxId mailbox, SystemFlag flag) {
    FlagChange change = new FlagChange(FlagChange.Mode.ADD, Flags.of(flag));
    daemon
        .mailboxes()
        .store(actor(owner), owner, mailbox, UidSet.range(1, 1_000), change, OptionalLong.empty());
  }

  /// Counts the requests of some work, again where there were too many: the engine looks after the
  /// server every now and then, and may do so meanwhile.
  private void count(CuttingProxy proxy, String what, long most, Runnable work) {
    long requests = Long.MAX_VALUE;
    for (int i = 0; i < TRIES && requests > most; i++) {
      long before = proxy.requests();
      work.run();
      requests = proxy.requests() - before;
    }
    if (requests > most) {
      tooMany.add("%s: %d requests".formatted(what, requests));
    }
  }

  private static int number;

  private static void deliver(
      StorageFixture daemon, AccountId owner, MailboxId mailbox, int messages) {
    List<AppendRequest> requests =
        IntStream.range(0, messages)
            .mapToObj(_ -> daemon.body("Subject: " + number++ + "\r\n\r\n" + "text ".repeat(400)))
            .map(body -> new AppendRequest(body, Flags.NONE, Optional.empty()))
            .toList();
    for (int from = 0; from < messages; from += 100) {
      List<AppendRequest> some = requests.subList(from, Math.min(messages, from + 100));
      daemon.mailboxes().append(actor(owner), owner, mailbox, some);
    }
  }

  private static MysqlEngine open(CuttingProxy proxy, String database) {
    return MysqlEngine.open(
        DatabaseServer.shared().through(proxy, database, 4, 4),
        new SimpleMeterRegistry(),
        Clock.systemUTC());
  }
}
