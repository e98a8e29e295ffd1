package org.posthorn.storage.shared;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.posthorn.storage.StorageFixture.actor;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.posthorn.storage.MailStore;
import org.posthorn.storage.MovableClock;
import org.posthorn.storage.StorageFixture;
import org.posthorn.storage.engine.IdGenerator;
import org.posthorn.storage.engine.NodeNumber;
import org.posthorn.storage.engine.Scopes;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.engine.StoreOptions;
import org.posthorn.storage.engine.mysql.TestDatabase;
import org.posthorn.storage.mailbox.MaildropLock;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.model.UidSet;
import org.posthorn.storage.schema.JobRow;
import org.posthorn.storage.schema.Schema;
import org.posthorn.storage.schema.StateRow;
import org.posthorn.storage.schema.UidSetCodec;

/// What one daemon of several has for itself: its node number, maildrops, jobs. All of it comes
/// free when the daemon does not come back, and at once when it does.
@EnabledIf("org.posthorn.storage.engine.mysql.DatabaseServer#available")
class LeasedTest {
  private final MovableClock clock = new MovableClock();
  private TestDatabase database;

  @BeforeEach
  void open() {
    database = TestDatabase.take();
  }

  @AfterEach
  void close() {
    database.close();
  }

  private Store store(String instance) {
    return Store.open(
        database.open(),
        new StoreOptions(2, 2, new NodeNumber.Leased(instance), Schema.TABLES),
        new SimpleMeterRegistry(),
        clock);
  }

  private MailStore mail(String instance) {
    return MailStore.open(
        store(instance), StorageFixture.options(), new SimpleMeterRegistry(), clock);
  }

  private static long node(Store store) {
    return (store.ids().next() >>> 12) & (IdGenerator.NODES - 1);
  }

  @Test
  void everyDaemonHasANumberOfItsOwn() {
    Set<Long> numbers = new HashSet<>();
    Store first = store("a");
    try (Store b = store("b");
        Store c = store("c")) {
      for (Store each : List.of(first, b, c)) {
        assertTrue(numbers.add(node(each)));
      }
      long left = node(first);
      first.close();
      try (Store back = store("a")) {
        assertEquals(left, node(back));
      }
      try (Store other = store("d")) {
        assertEquals(left, node(other));
      }
    }
  }

  @Test
  void identifiersStayUniqueWhenANumberChangesHands() {
    long last;
    try (Store a = store("a")) {
      clock.advance(Duration.ofMinutes(5));
      last = a.ids().next();
    }
    clock.advance(Duration.ofMinutes(-5));
    try (Store b = store("b")) {
      assertEquals(last >>> 12 & 1023, node(b));
      assertTrue(b.ids().next() > last);
    }
  }

  @Test
  void theNumberOfOneThatIsGoneIsFreeAfterAnHour() {
    try (Store gone = store("a")) {
      long number = node(gone);
      clock.advance(Duration.ofMinutes(55));
      // It cannot know any more that nobody has taken the number.
      assertThrows(StorageException.class, gone::ids);
      try (Store other = store("b")) {
        assertNotEquals(number, node(other));
      }
      clock.advance(Duration.ofMinutes(10));
      try (Store other = store("c")) {
        assertEquals(number, node(other));
      }
    }
  }

  @Test
  void aMaildropIsLockedForAllDaemons() {
    try (MailStore a = mail("a");
        MailStore b = mail("b")) {
      AccountId owner = new AccountId(4711);
      MaildropLock lock = lock(a, owner).orElseThrow();
      assertTrue(lock.held());
      assertTrue(lock(b, owner).isEmpty());
      lock.close();
      assertFalse(lock.held());
      MaildropLock next = lock(b, owner).orElseThrow();
      assertTrue(lock(a, owner).isEmpty());
      // Daemon b hangs, and does not renew it.
      clock.advance(Duration.ofSeconds(61));
      assertFalse(next.held());
      assertTrue(lock(a, owner).orElseThrow().held());
    }
  }

  @Test
  void whoComesBackNeedNotWaitForItsOwnLocks() {
    AccountId owner = new AccountId(4711);
    try (MailStore killed = mail("a");
        MailStore back = mail("a");
        MailStore other = mail("b")) {
      assertTrue(lock(killed, owner).isPresent());
      assertTrue(lock(other, owner).isEmpty());
      assertTrue(lock(back, owner).isPresent());
    }
  }

  private static Optional<MaildropLock> lock(MailStore store, AccountId owner) {
    return store.mailboxes().lockMaildrop(actor(owner), owner);
  }

  @Test
  void aJobThatSomebodyWorksOnIsLeftAlone() {
    try (StorageFixture a = StorageFixture.daemon(database.open(), 1)) {
      AccountId alice = a.alice();
      MailboxId inbox = a.inbox(alice);
      for (int i = 0; i < 3; i++) {
        a.append(alice, inbox, "Subject: " + i + "\r\n\r\n");
      }
      JobRow job =
          new JobRow(
              alice,
              7,
              JobRow.Kind.REMOVE,
              Optional.of(inbox),
              Optional.empty(),
              UidSetCodec.encode(UidSet.range(1, 3)),
              clock.instant());
      StateRow lease =
          new StateRow(
              "job", "7", "z 1".getBytes(StandardCharsets.UTF_8), clock.instant().plusSeconds(100));
      a.mail()
          .store()
          .run(
              Scopes.account(alice),
              tx -> {
                tx.put(JobRow.TABLE, job);
                tx.put(StateRow.TABLE, lease);
              });
      mail("b").close();
      assertEquals(3, a.mailboxes().snapshot(actor(alice), alice, inbox).size());
      clock.advance(Duration.ofMinutes(2));
      try (MailStore _ = mail("b")) {
        await().until(() -> a.mailboxes().snapshot(actor(alice), alice, inbox).size() == 0);
      }
      assertTrue(a.mail().store().read(view -> view.get(JobRow.TABLE, alice, 7L)).isEmpty());
    }
  }
}
