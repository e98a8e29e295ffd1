package org.posthorn.storage.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.posthorn.storage.StorageFixture.actor;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.storage.StorageFixture;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.engine.KeyRange;
import org.posthorn.storage.mailbox.MailboxSnapshot;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.Actor;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.MailboxName;
import org.posthorn.storage.model.Protocol;
import org.posthorn.storage.model.SpecialUse;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.model.SystemFlag;
import org.posthorn.storage.model.Uid;
import org.posthorn.storage.queue.NewEntry;
import org.posthorn.storage.queue.QueueSamples;
import org.posthorn.storage.schema.BlobRow;

class DeliveryTest {
  private static final String MAIL = "Subject: s\r\n\r\nbody\r\n";
  private static final Instant RECEIVED = Instant.parse("2026-02-03T04:05:06Z");
  private static final Actor SMTP = Actor.system(Protocol.SMTP, "test");

  @TempDir private Path directory = Path.of("unset");
  private StorageFixture fixture = StorageFixture.memory();
  private AccountId alice = new AccountId(1);
  private AccountId bob = new AccountId(1);

  @BeforeEach
  void open() {
    fixture.close();
    fixture = StorageFixture.embedded(directory);
    alice = fixture.alice();
    bob = fixture.bob();
  }

  @AfterEach
  void close() {
    fixture.verify();
    fixture.close();
  }

  private static DeliveryPlan plan(AccountId account, String prefix, DeliveryAction... actions) {
    return new DeliveryPlan(
        account,
        new MailAddress("rcpt", StorageFixture.DOMAIN),
        prefix.getBytes(StandardCharsets.US_ASCII),
        List.of(actions));
  }

  private static DeliveryAction keep() {
    return new DeliveryAction.Keep(Flags.NONE);
  }

  private List<DeliveryOutcome> deliver(DeliveryPlan... plans) {
    return deliver(List.of(plans));
  }

  private List<DeliveryOutcome> deliver(List<DeliveryPlan> plans) {
    try (SpooledBody body = fixture.body(MAIL)) {
      return fixture
          .mail()
          .delivery()
          .deliver(SMTP, body, RECEIVED, plans, QueueSamples.onward(RECEIVED));
    }
  }

  @Test
  void eachRecipientGetsItsPrefixAndAllShareTheBody() {
    List<DeliveryOutcome> outcomes =
        deliver(plan(alice, "Return-Path: <a>\r\n", keep()), plan(bob, "X: b\r\n", keep()));
    assertEquals(
        List.of(
            new DeliveryOutcome.Delivered(fixture.inbox(alice), new Uid(1)),
            new DeliveryOutcome.Delivered(fixture.inbox(bob), new Uid(1))),
        outcomes);
    assertEquals(
        List.of("Return-Path: <a>\r\n" + MAIL), fixture.contents(alice, fixture.inbox(alice)));
    assertEquals(List.of("X: b\r\n" + MAIL), fixture.contents(bob, fixture.inbox(bob)));
    assertEquals(
        1, fixture.mail().store().read(view -> view.scan(BlobRow.TABLE, KeyRange.all())).size());
    MailboxSnapshot snapshot = fixture.mailboxes().snapshot(actor(bob), bob, fixture.inbox(bob));
    assertEquals(RECEIVED, snapshot.internalDate(0));
    assertEquals(6 + MAIL.length(), snapshot.messageSize(0));
  }

  @Test
  void actionsFileFlagAndCreate() {
    MailboxName lists = MailboxName.parse("lists/x");
    List<DeliveryOutcome> outcomes =
        deliver(
            plan(
                alice,
                "",
                new DeliveryAction.FileIntoUse(SpecialUse.JUNK, Flags.of(SystemFlag.SEEN)),
                new DeliveryAction.FileInto(lists, Flags.of(List.of(), List.of("w")), true)),
            plan(
                bob,
                "",
                new DeliveryAction.FileInto(MailboxName.parse("absent"), Flags.NONE, false)),
            plan(bob, "", new DeliveryAction.Discard()),
            plan(bob, "", new DeliveryAction.Reject("no thanks")),
            plan(bob, "", new DeliveryAction.Redirect(new MailAddress("x", "elsewhere.test"))));
    assertEquals(
        new DeliveryOutcome.Delivered(fixture.mailbox(alice, "Junk"), new Uid(1)), outcomes.get(0));
    assertEquals(1, fixture.contents(alice, fixture.mailbox(alice, "lists/x")).size());
    assertEquals(new DeliveryOutcome.Delivered(fixture.inbox(bob), new Uid(1)), outcomes.get(1));
    assertEquals(new DeliveryOutcome.Discarded(), outcomes.get(2));
    assertEquals(
        new DeliveryOutcome.Refused(new StorageError.Denied("no thanks")), outcomes.get(3));
    assertEquals(new DeliveryOutcome.Queued(), outcomes.get(4));
    assertEquals(1, fixture.mail().queue().size());
  }

  @Test
  void oneOverQuotaDoesNotFailTheOthers() {
    fixture
        .mail()
        .directoryAdmin()
        .setQuota(new MailAddress("alice", StorageFixture.DOMAIN), MAIL.length() - 1);
    List<DeliveryOutcome> outcomes =
        deliver(plan(alice, "", keep()), plan(bob, "", keep()), plan(new AccountId(5), "", keep()));
    assertInstanceOf(
        StorageError.OverQuota.class, ((DeliveryOutcome.Refused) outcomes.get(0)).error());
    assertInstanceOf(DeliveryOutcome.Delivered.class, outcomes.get(1));
    assertInstanceOf(
        StorageError.Missing.class, ((DeliveryOutcome.Refused) outcomes.get(2)).error());
    assertEquals(List.of(), fixture.contents(alice, fixture.inbox(alice)));
  }

  @Test
  void moreRecipientsThanATransactionTakes() {
    List<AccountId> accounts = new ArrayList<>();
    for (int i = 0; i < 110; i++) {
      accounts.add(fixture.addAccount("r" + i));
    }
    List<DeliveryOutcome> outcomes =
        deliver(accounts.stream().map(account -> plan(account, "", keep())).toList());
    assertEquals(110, outcomes.size());
    assertTrue(outcomes.stream().allMatch(DeliveryOutcome.Delivered.class::isInstance));
    for (AccountId account : accounts) {
      assertEquals(List.of(MAIL), fixture.contents(account, fixture.inbox(account)));
    }
  }

  @Test
  void whatGoesElsewhereIsQueuedWithTheFirstGroup() {
    NewEntry elsewhere = QueueSamples.remote("x@elsewhere.test", RECEIVED);
    try (SpooledBody body = fixture.body(MAIL)) {
      fixture
          .mail()
          .delivery()
          .deliver(
              SMTP,
              body,
              RECEIVED,
              List.of(plan(alice, "", keep())),
              QueueSamples.onward(RECEIVED, elsewhere));
      assertThrows(
          StorageException.class,
          () ->
              fixture
                  .mail()
                  .delivery()
                  .deliver(
                      SMTP,
                      body,
                      RECEIVED,
                      List.of(plan(alice, "x".repeat(9 << 20), keep())),
                      QueueSamples.onward(RECEIVED, elsewhere)));
      assertEquals(1, fixture.mail().queue().size(), "none is queued where the group fails");
      fixture
          .mail()
          .delivery()
          .deliver(SMTP, body, RECEIVED, List.of(), QueueSamples.onward(RECEIVED, elsewhere));
    }
    assertEquals(2, fixture.mail().queue().size());
    assertEquals(1, fixture.contents(alice, fixture.inbox(alice)).size());
    fixture.verify();
  }

  @Test
  void deliveriesAtOnceToTheSameAccountsAllArrive() throws Exception {
    List<Future<List<DeliveryOutcome>>> running = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 60; i++) {
        boolean both = i % 2 == 0;
        running.add(
            threads.submit(
                () ->
                    both
                        ? deliver(plan(alice, "", keep()), plan(bob, "", keep()))
                        : deliver(plan(bob, "", keep()))));
      }
    }
    for (Future<List<DeliveryOutcome>> one : running) {
      assertTrue(one.get().stream().allMatch(DeliveryOutcome.Delivered.class::isInstance));
    }
    assertEquals(30, fixture.contents(alice, fixture.inbox(alice)).size());
    assertEquals(60, fixture.contents(bob, fixture.inbox(bob)).size());
  }

  @Test
  void closedStoreIsUnavailable() {
    StorageFixture other = StorageFixture.memory();
    other.mail().store().close();
    try (SpooledBody body = other.body(MAIL)) {
      StorageException refused =
          assertThrows(
              StorageException.class,
              () ->
                  other
                      .mail()
                      .delivery()
                      .deliver(
                          SMTP,
                          body,
                          RECEIVED,
                          List.of(plan(other.alice(), "", keep())),
                          QueueSamples.onward(RECEIVED)));
      assertInstanceOf(StorageError.Unavailable.class, refused.error());
    }
    other.close();
  }
}
