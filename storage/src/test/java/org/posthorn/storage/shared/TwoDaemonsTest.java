package org.posthorn.storage.shared;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.posthorn.storage.StorageFixture.actor;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeSet;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.posthorn.storage.StorageFixture;
import org.posthorn.storage.directory.AuthResult;
import org.posthorn.storage.directory.DirectoryAdmin;
import org.posthorn.storage.directory.Resolution;
import org.posthorn.storage.engine.mysql.TestDatabase;
import org.posthorn.storage.mailbox.MailboxEvent;
import org.posthorn.storage.mailbox.MailboxInfo;
import org.posthorn.storage.mailbox.MailboxSnapshot;
import org.posthorn.storage.mailbox.Watch;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.FlagChange;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.MailboxName;
import org.posthorn.storage.model.Protocol;
import org.posthorn.storage.model.SystemFlag;
import org.posthorn.storage.model.UidSet;

/// Two daemons on one database: each sees at once what the other has acknowledged, and hears of it
/// where a session waits.
@EnabledIf("org.posthorn.storage.engine.mysql.DatabaseServer#available")
class TwoDaemonsTest {
  private TestDatabase database;
  private StorageFixture a;
  private StorageFixture b;
  private AccountId alice;
  private MailboxId inbox;

  @BeforeEach
  void open() {
    database = TestDatabase.take();
    a = StorageFixture.daemon(database.open(), 1);
    b = StorageFixture.daemon(database.open(), 2);
    alice = a.alice();
    inbox = a.inbox(alice);
  }

  @AfterEach
  void close() {
    b.close();
    a.close();
    database.close();
  }

  private MailboxSnapshot snapshot(StorageFixture daemon) {
    return daemon.mailboxes().snapshot(actor(alice), alice, inbox);
  }

  private static long[] uids(MailboxSnapshot snapshot) {
    return LongStream.range(0, snapshot.size()).map(i -> snapshot.uid((int) i)).toArray();
  }

  @Test
  void whatOneAppendedTheOtherHasAtOnce() {
    for (int i = 1; i <= 20; i++) {
      StorageFixture writer = i % 2 == 0 ? a : b;
      StorageFixture reader = i % 2 == 0 ? b : a;
      long uid = writer.append(alice, inbox, "Subject: " + i + "\r\n\r\n");
      assertEquals(i, uid);
      assertEquals(i, snapshot(reader).size());
      assertEquals(i, reader.mailboxes().open(actor(alice), alice, inbox, false).snapshot().size());
      assertEquals(i, reader.contents(alice, inbox).size());
    }
  }

  @Test
  void flagsAndExpungesAreSeen() {
    for (int i = 0; i < 3; i++) {
      a.append(alice, inbox, "Subject: " + i + "\r\n\r\n");
    }
    MailboxSnapshot before = snapshot(b);
    a.mailboxes()
        .store(
            actor(alice),
            alice,
            inbox,
            UidSet.of(2),
            new FlagChange(FlagChange.Mode.ADD, Flags.of(SystemFlag.FLAGGED)),
            OptionalLong.empty());
    assertEquals(Flags.of(SystemFlag.FLAGGED), snapshot(b).flags(1));
    a.mailboxes().remove(actor(alice), alice, inbox, UidSet.of(1));
    MailboxSnapshot after = snapshot(b);
    assertEquals(List.of(2L, 3L), LongStream.of(uids(after)).boxed().toList());
    assertEquals(UidSet.of(1), b.mailboxes().diff(before, after).vanished());
  }

  @Test
  void whoWatchesHears() throws Exception {
    LinkedBlockingQueue<MailboxEvent> heard = new LinkedBlockingQueue<>();
    snapshot(b);
    try (Watch _ = b.mailboxes().watch(actor(alice), alice, heard::add)) {
      for (int i = 1; i <= 3; i++) {
        a.append(alice, inbox, "Subject: " + i + "\r\n\r\n");
        int wanted = i;
        await().until(() -> heard.contains(changedAt(wanted)));
      }
    }
  }

  private MailboxEvent changedAt(int size) {
    MailboxSnapshot snapshot = snapshot(a);
    assertEquals(size, snapshot.size());
    return new MailboxEvent.Changed(alice, inbox, snapshot.modSeq());
  }

  @Test
  void theTreeIsOne() {
    MailboxName name = MailboxName.parse("Work/2026");
    MailboxId work = a.mailboxes().create(actor(alice), alice, name, Optional.empty());
    assertEquals(Optional.of(work), b.mailboxes().find(actor(alice), alice, name));
    b.mailboxes().rename(actor(alice), alice, name, MailboxName.parse("Past"));
    assertEquals(Optional.empty(), a.mailboxes().find(actor(alice), alice, name));
    assertEquals(work, a.mailbox(alice, "Past"));
    assertFalse(isSubscribed(b, "Past"));
    a.mailboxes().subscribe(actor(alice), alice, MailboxName.parse("Past"), true);
    assertTrue(isSubscribed(b, "Past"));
    LinkedBlockingQueue<MailboxEvent> heard = new LinkedBlockingQueue<>();
    try (Watch _ = b.mailboxes().watch(actor(alice), alice, heard::add)) {
      a.mailboxes().delete(actor(alice), alice, MailboxName.parse("Past"));
      await().until(() -> heard.contains(new MailboxEvent.Deleted(alice, work)));
    }
    assertEquals(
        Optional.empty(), b.mailboxes().find(actor(alice), alice, MailboxName.parse("Past")));
  }

  private boolean isSubscribed(StorageFixture daemon, String name) {
    return daemon.mailboxes().list(actor(alice), alice).stream()
        .filter(named(name))
        .anyMatch(MailboxInfo::subscribed);
  }

  private static java.util.function.Predicate<MailboxInfo> named(String name) {
    return info -> info.name().equals(MailboxName.parse(name));
  }

  @Test
  void uidsOfBothWritersAscend() throws Exception {
    int each = 60;
    List<Future<List<Long>>> writers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (StorageFixture daemon : List.of(a, b, a, b)) {
        writers.add(threads.submit(() -> appendMany(daemon, each)));
      }
    }
    TreeSet<Long> all = new TreeSet<>();
    for (Future<List<Long>> writer : writers) {
      List<Long> own = writer.get();
      assertEquals(own.stream().sorted().toList(), own);
      all.addAll(own);
    }
    assertEquals(4 * each, all.size());
    assertEquals(4L * each, all.last());
    for (StorageFixture daemon : List.of(a, b)) {
      assertEquals(4 * each, snapshot(daemon).size());
      assertEquals(4 * each, daemon.mailboxes().status(actor(alice), alice, inbox).messages());
    }
    a.verify();
  }

  private List<Long> appendMany(StorageFixture daemon, int count) {
    List<Long> uids = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      uids.add(daemon.append(alice, inbox, "Subject: " + i + "\r\n\r\n"));
    }
    return uids;
  }

  @Test
  void theDirectoryIsOne() throws Exception {
    assertInstanceOf(AuthResult.Success.class, login(b, StorageFixture.PASSWORD));
    MailAddress address = new MailAddress("alice", StorageFixture.DOMAIN);
    DirectoryAdmin admin = a.mail().directoryAdmin();
    admin.setPassword(address, admin.hash("another"));
    assertInstanceOf(AuthResult.BadCredentials.class, login(b, StorageFixture.PASSWORD));
    assertInstanceOf(AuthResult.Success.class, login(b, "another"));
    MailAddress late = new MailAddress("late", StorageFixture.DOMAIN);
    assertInstanceOf(Resolution.NoSuchUser.class, b.directory().resolve(late));
    a.addAccount("late");
    assertInstanceOf(Resolution.Found.class, b.directory().resolve(late));
  }

  private static AuthResult login(StorageFixture daemon, String password) throws Exception {
    return daemon
        .directory()
        .authenticate(
            "alice@" + StorageFixture.DOMAIN,
            password,
            Protocol.IMAP,
            InetAddress.getLoopbackAddress());
  }
}
