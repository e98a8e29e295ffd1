package org.posthorn.storage.transfer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.storage.StorageFixture;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.EngineView;
import org.posthorn.storage.engine.KeyRange;
import org.posthorn.storage.engine.MetaTable;
import org.posthorn.storage.engine.Scan;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.engine.TestStores;
import org.posthorn.storage.engine.memory.MemoryEngine;
import org.posthorn.storage.engine.mysql.TestDatabase;
import org.posthorn.storage.maintenance.Progress;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.MailboxName;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.model.SystemFlag;
import org.posthorn.storage.schema.Schema;
import org.posthorn.storage.state.StateStore;

/// A store moves from engine to engine and back, and is the same afterwards.
@EnabledIf("org.posthorn.storage.engine.mysql.DatabaseServer#available")
class StoreTransferTest {
  private static final int MESSAGES = 60;

  /// A body in a file of its own, in three pieces on MySQL.
  private static final int LARGE = 2_500_000;

  private static final String LATER = "Subject: later\r\n\r\n";

  private static final Flags FLAGS =
      Flags.of(List.of(SystemFlag.SEEN, SystemFlag.FLAGGED), List.of("$Forwarded", "Label"));

  @TempDir Path directory;

  private List<String> sentMail() {
    List<String> sent = new ArrayList<>();
    for (int i = 0; i < MESSAGES; i++) {
      sent.add("Subject: number " + i + "\r\n\r\n" + "a line of text\r\n".repeat(i));
    }
    sent.add("Subject: large\r\n\r\n" + "0123456789abcdef0123456789abc\r\n".repeat(LARGE / 31));
    return sent;
  }

  private void fill(Path data, List<String> mail) {
    try (StorageFixture store = StorageFixture.embedded(data)) {
      for (AccountId account : List.of(store.alice(), store.bob())) {
        store
            .mailboxes()
            .create(
                StorageFixture.actor(account),
                account,
                MailboxName.parse("Ärchive/_|2026"),
                java.util.Optional.empty());
        mail.forEach(one -> store.append(account, store.inbox(account), one, FLAGS));
      }
      StateStore.Entry entry =
          new StateStore.Entry(new byte[] {0, -1, 39}, Instant.now().plus(Duration.ofDays(1)));
      store.mail().state().put("kind", "a näme", entry);
    }
  }

  /// An engine as a transfer gets it.
  private static Engine prepared(Engine engine) {
    engine.prepare(StoreTransfer.tables());
    return engine;
  }

  private StoreTransfer.Report transfer(Engine from, Engine to, Progress progress) {
    try (Engine target = prepared(to);
        Store _ = TestStores.on(from, Schema.TABLES)) {
      return new StoreTransfer(from, target, TestStores.spool(directory.resolve("spool")), progress)
          .run();
    }
  }

  private static <R> List<String> rows(Engine engine, Table<R> table) {
    List<String> rows = new ArrayList<>();
    try (EngineView view = engine.view()) {
      view.scan(
          Scan.of(table, KeyRange.all()),
          (key, row) ->
              rows.add(
                  java.util.HexFormat.of().formatHex(key)
                      + ' '
                      + java.util.HexFormat.of().formatHex(table.encode(row))));
    }
    return rows;
  }

  private static void assertSameRows(Engine one, Engine other) {
    for (Table<?> table : Schema.TABLES) {
      assertEquals(rows(one, table), rows(other, table), table.name());
    }
  }

  @Test
  void toMysqlAndBack() {
    Path first = directory.resolve("first");
    Path second = directory.resolve("second");
    List<String> mail = sentMail();
    fill(first, mail);
    try (TestDatabase database = TestDatabase.take()) {
      StoreTransfer.Report report =
          transfer(TestStores.rocks(first), database.open(), Progress.NONE);
      assertFalse(report.resumed());
      assertEquals(2L * mail.size(), report.rows().get("message"));
      assertEquals(mail.size(), report.rows().get("blob"));
      try (Engine source = prepared(TestStores.rocks(first));
          Engine target = prepared(database.open())) {
        assertSameRows(source, target);
      }
      assertMail(
          StorageFixture.on(
              TestStores.on(database.open(), Schema.TABLES),
              TestStores.spool(directory.resolve("spool")),
              StorageFixture.options(),
              Clock.systemUTC()),
          mail,
          mail);
      transfer(database.open(), TestStores.rocks(second), Progress.NONE);
      try (Engine source = prepared(database.open());
          Engine target = prepared(TestStores.rocks(second))) {
        assertSameRows(source, target);
      }
    }
    List<String> more = new ArrayList<>(mail);
    more.add(LATER);
    assertMail(StorageFixture.embedded(second), more, mail);
  }

  /// Looks at all mail and adds one message.
  private static void assertMail(StorageFixture opened, List<String> alices, List<String> bobs) {
    try (StorageFixture store = opened) {
      store.verify();
      assertEquals(
          hashes(alices), hashes(store.contents(store.alice(), store.inbox(store.alice()))));
      assertEquals(hashes(bobs), hashes(store.contents(store.bob(), store.inbox(store.bob()))));
      store.append(store.alice(), store.inbox(store.alice()), LATER);
      store.verify();
    }
  }

  /// What is short enough to be shown when it differs.
  private static List<Integer> hashes(List<String> mail) {
    return mail.stream().map(String::hashCode).toList();
  }

  @Test
  void goesOnWhereItWasStopped() {
    Path data = directory.resolve("data");
    List<String> mail = sentMail();
    fill(data, mail);
    try (TestDatabase database = TestDatabase.take()) {
      for (String stop : List.of("copying mailbox", "copying message", "comparing blob")) {
        assertThrows(
            CancellationException.class,
            () -> transfer(TestStores.rocks(data), database.open(), stopAt(stop)));
        StorageException refused =
            assertThrows(
                StorageException.class, () -> TestStores.on(database.open(), Schema.TABLES));
        assertTrue(refused.error().message().contains("posthorn migrate"));
      }
      assertTrue(transfer(TestStores.rocks(data), database.open(), Progress.NONE).resumed());
      try (Engine source = prepared(TestStores.rocks(data));
          Engine target = prepared(database.open())) {
        assertSameRows(source, target);
        assertEquals(rows(source, MetaTable.TABLE).size(), rows(target, MetaTable.TABLE).size());
      }
    }
  }

  private static Progress stopAt(String what) {
    return (now, done, _) -> {
      if (now.equals(what) && done > 0) {
        throw new CancellationException();
      }
    };
  }

  @Test
  void refusesATargetThatHasMailOfItsOwn() {
    Path first = directory.resolve("first");
    Path second = directory.resolve("second");
    fill(first, List.of("Subject: one\r\n\r\n"));
    fill(second, List.of("Subject: other\r\n\r\n"));
    StorageException refused =
        assertThrows(
            StorageException.class,
            () -> transfer(TestStores.rocks(first), TestStores.rocks(second), Progress.NONE));
    assertInstanceOf(StorageError.Exists.class, refused.error());
  }

  @Test
  void refusesATargetThatHasAPartOfAnotherStore() {
    Path first = directory.resolve("first");
    Path second = directory.resolve("second");
    Path target = directory.resolve("target");
    fill(first, List.of("Subject: one\r\n\r\n"));
    fill(second, List.of("Subject: other\r\n\r\n"));
    assertThrows(
        CancellationException.class,
        () ->
            transfer(
                TestStores.rocks(first), TestStores.rocks(target), stopAt("comparing account")));
    StorageException refused =
        assertThrows(
            StorageException.class,
            () -> transfer(TestStores.rocks(second), TestStores.rocks(target), Progress.NONE));
    assertInstanceOf(StorageError.Exists.class, refused.error());
  }

  @Test
  void noticesThatTheSourceChangedInBetween() {
    Path data = directory.resolve("data");
    Path target = directory.resolve("target");
    fill(data, List.of("Subject: one\r\n\r\n"));
    assertThrows(
        CancellationException.class,
        () ->
            transfer(TestStores.rocks(data), TestStores.rocks(target), stopAt("copying message")));
    try (StorageFixture store = StorageFixture.embedded(data)) {
      store.append(store.alice(), store.inbox(store.alice()), "Subject: in between\r\n\r\n");
    }
    StorageException refused =
        assertThrows(
            StorageException.class,
            () -> transfer(TestStores.rocks(data), TestStores.rocks(target), Progress.NONE));
    assertInstanceOf(StorageError.Corrupt.class, refused.error());
  }

  @Test
  void refusesASourceThatIsNone() {
    MemoryEngine empty = new MemoryEngine();
    try (Engine source = prepared(empty);
        Engine target = prepared(new MemoryEngine())) {
      StoreTransfer transfer =
          new StoreTransfer(source, target, TestStores.spool(directory), Progress.NONE);
      assertInstanceOf(
          StorageError.Missing.class, assertThrows(StorageException.class, transfer::run).error());
    }
  }
}
