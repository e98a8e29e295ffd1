package org.posthorn.storage.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.posthorn.storage.StorageFixture.actor;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthorn.storage.MovableClock;
import org.posthorn.storage.StorageFixture;
import org.posthorn.storage.mailbox.Undelete.Filter;
import org.posthorn.storage.mailbox.Undelete.Restored;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.MailboxName;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.model.SystemFlag;
import org.posthorn.storage.model.UidSet;

/// What bringing expunged messages back promises, on any engine.
abstract class UndeleteContract {
  static final String MAIL = "Subject: letter %d\r\nFrom: a@example.test\r\n\r\nBody %d\r\n";

  final MovableClock clock = new MovableClock();
  private StorageFixture fixture = StorageFixture.memory();
  private AccountId alice = new AccountId(1);
  private MailboxId inbox = new MailboxId(1);

  abstract StorageFixture open();

  @BeforeEach
  void setUp() {
    fixture.close();
    fixture = open();
    alice = fixture.alice();
    inbox = fixture.inbox(alice);
  }

  @AfterEach
  void tearDown() {
    fixture.awaitJobs();
    fixture.verify();
    fixture.close();
  }

  private Undelete undelete() {
    return fixture.mail().undelete();
  }

  private List<ExpungedMessage> find(Filter filter) {
    return undelete().find(actor(alice), alice, filter);
  }

  private List<String> subjects(Filter filter) {
    return find(filter).stream()
        .map(message -> undelete().envelope(alice, message).subject().orElse(""))
        .toList();
  }

  private List<Restored> restore(List<ExpungedMessage> messages, Optional<MailboxName> to) {
    return undelete().restore(actor(alice), alice, messages, to);
  }

  private long append(MailboxId mailbox, int number) {
    return fixture.append(
        alice, mailbox, MAIL.formatted(number, number), Flags.of(SystemFlag.SEEN));
  }

  private void remove(MailboxId mailbox, UidSet uids) {
    fixture.mailboxes().remove(actor(alice), alice, mailbox, uids);
    clock.advance(Duration.ofHours(1));
  }

  private static Filter in(String mailbox) {
    return new Filter(
        Optional.of(MailboxName.parse(mailbox)), Optional.empty(), Optional.empty(), Set.of());
  }

  private static Filter between(Instant since, Instant before) {
    return new Filter(Optional.empty(), Optional.of(since), Optional.of(before), Set.of());
  }

  @Test
  void nothingIsFoundWhileMailboxesShowAll() {
    append(inbox, 1);
    assertEquals(List.of(), find(Filter.ALL));
  }

  @Test
  void expungedMessageComesBackWithNewUidAndItsDate() {
    long uid = append(inbox, 1);
    Instant received = clock.instant();
    clock.advance(Duration.ofDays(1));
    Instant expunged = clock.instant();
    remove(inbox, UidSet.of(uid));

    ExpungedMessage found = find(Filter.ALL).getFirst();
    assertEquals(Optional.of(MailboxName.INBOX), found.mailbox());
    assertEquals(expunged, found.expungedAt());
    assertEquals(received, found.receivedAt());
    assertEquals(List.of("letter 1"), subjects(Filter.ALL));

    assertEquals(
        List.of(new Restored(found.id(), MailboxName.INBOX, uid + 1)),
        restore(List.of(found), Optional.empty()));

    assertEquals(List.of(), find(Filter.ALL));
    assertEquals(List.of(MAIL.formatted(1, 1)), fixture.contents(alice, inbox));
    MailboxSnapshot snapshot = fixture.mailboxes().snapshot(actor(alice), alice, inbox);
    assertEquals(uid + 1, snapshot.uid(0));
    assertEquals(0, snapshot.systemFlags(0));
    assertEquals(received, snapshot.internalDate(0));
    assertEquals(1, fixture.mailboxes().quota(actor(alice), alice).usedMessages());
  }

  @Test
  void whatIsBackOutlivesTheSweep() {
    remove(inbox, UidSet.of(append(inbox, 1)));
    restore(find(Filter.ALL), Optional.empty());
    clock.advance(Duration.ofDays(30));
    fixture.mail().maintenance().sweep();
    clock.advance(Duration.ofDays(30));
    fixture.mail().maintenance().sweep();
    assertEquals(List.of(MAIL.formatted(1, 1)), fixture.contents(alice, inbox));
  }

  @Test
  void afterTheWindowNothingIsLeft() {
    remove(inbox, UidSet.of(append(inbox, 1)));
    List<ExpungedMessage> found = find(Filter.ALL);
    clock.advance(Duration.ofDays(8));
    fixture.mail().maintenance().sweep();
    assertEquals(List.of(), find(Filter.ALL));
    assertEquals(List.of(), restore(found, Optional.empty()));
  }

  @Test
  void restoringTwiceRestoresOnce() {
    remove(inbox, UidSet.of(append(inbox, 1)));
    List<ExpungedMessage> found = find(Filter.ALL);
    assertEquals(1, restore(found, Optional.empty()).size());
    assertEquals(List.of(), restore(found, Optional.empty()));
    assertEquals(1, fixture.contents(alice, inbox).size());
  }

  @Test
  void copyElsewhereMeansThatItIsNotExpunged() {
    long uid = append(inbox, 1);
    MailboxId archive = fixture.mailbox(alice, "Archive");
    fixture.mailboxes().copy(actor(alice), alice, inbox, UidSet.of(uid), archive);
    remove(inbox, UidSet.ALL);
    assertEquals(List.of(), find(Filter.ALL));
    remove(archive, UidSet.ALL);
    assertEquals(List.of("letter 1"), subjects(in("Archive")));
    assertEquals(List.of(), subjects(in("INBOX")));
  }

  @Test
  void movedMessageWasLastWhereItWentTo() {
    long uid = append(inbox, 1);
    MailboxId trash = fixture.mailbox(alice, "Trash");
    fixture.mailboxes().move(actor(alice), alice, inbox, UidSet.of(uid), trash);
    assertEquals(List.of(), find(Filter.ALL));
    remove(trash, UidSet.ALL);
    assertEquals(List.of("letter 1"), subjects(in("Trash")));
  }

  @Test
  void filtersByTimeMailboxAndId() {
    Instant begin = clock.instant();
    append(inbox, 1);
    append(fixture.mailbox(alice, "Archive"), 2);
    append(inbox, 3);
    remove(inbox, UidSet.of(1));
    Instant afterFirst = clock.instant();
    remove(fixture.mailbox(alice, "Archive"), UidSet.ALL);
    remove(inbox, UidSet.ALL);

    assertEquals(List.of("letter 1", "letter 2", "letter 3"), subjects(Filter.ALL));
    assertEquals(List.of("letter 1", "letter 3"), subjects(in("INBOX")));
    assertEquals(List.of("letter 1"), subjects(between(begin, afterFirst)));
    assertEquals(List.of("letter 2", "letter 3"), subjects(between(afterFirst, clock.instant())));
    ExpungedMessage second = find(in("Archive")).getFirst();
    assertEquals(
        List.of("letter 2"),
        subjects(
            new Filter(Optional.empty(), Optional.empty(), Optional.empty(), Set.of(second.id()))));
  }

  @Test
  void messagesOfADeletedMailboxComeBackToInbox() {
    MailboxName name = MailboxName.parse("Project");
    fixture.mailboxes().create(actor(alice), alice, name, Optional.empty());
    append(fixture.mailbox(alice, "Project"), 1);
    fixture.mailboxes().delete(actor(alice), alice, name);
    fixture.awaitJobs();

    ExpungedMessage found = find(Filter.ALL).getFirst();
    assertEquals(Optional.empty(), found.mailbox());
    assertEquals(MailboxName.INBOX, restore(List.of(found), Optional.empty()).getFirst().mailbox());
    assertEquals(List.of(MAIL.formatted(1, 1)), fixture.contents(alice, inbox));
  }

  @Test
  void namedMailboxIsMadeWhereItIsMissing() {
    append(inbox, 1);
    append(inbox, 2);
    remove(inbox, UidSet.ALL);
    MailboxName name = MailboxName.parse("Found/again");
    List<Restored> restored = restore(find(Filter.ALL), Optional.of(name));
    assertTrue(restored.stream().allMatch(message -> message.mailbox().equals(name)));
    assertEquals(2, fixture.contents(alice, fixture.mailbox(alice, "Found/again")).size());
  }

  @Test
  void moreThanOneTransactionTakes() {
    for (int i = 0; i < 600; i++) {
      append(inbox, i);
    }
    remove(inbox, UidSet.ALL);
    assertEquals(600, restore(find(Filter.ALL), Optional.empty()).size());
    assertEquals(600, fixture.contents(alice, inbox).size());
  }

  @Test
  void quotaHoldsForAllOrNone() {
    append(inbox, 1);
    append(inbox, 2);
    remove(inbox, UidSet.ALL);
    List<ExpungedMessage> found = find(Filter.ALL);
    fixture
        .mail()
        .directoryAdmin()
        .setQuota(new MailAddress("alice", StorageFixture.DOMAIN), found.getFirst().size() + 1);
    refused(StorageError.OverQuota.class, () -> restore(found, Optional.empty()));
    assertEquals(List.of(), fixture.contents(alice, inbox));
    assertEquals(1, restore(found.subList(0, 1), Optional.empty()).size());
  }

  @Test
  void othersMayNotEvenLook() {
    refused(
        StorageError.Denied.class, () -> undelete().find(actor(fixture.bob()), alice, Filter.ALL));
    refused(
        StorageError.Denied.class,
        () -> undelete().restore(actor(fixture.bob()), alice, List.of(), Optional.empty()));
  }

  @Test
  void watchersHearOfIt() {
    remove(inbox, UidSet.of(append(inbox, 1)));
    List<MailboxEvent> events = new java.util.concurrent.CopyOnWriteArrayList<>();
    Consumer<MailboxEvent> consumer = events::add;
    try (Watch _ = fixture.mailboxes().watch(actor(alice), alice, consumer)) {
      restore(find(Filter.ALL), Optional.empty());
    }
    assertInstanceOf(MailboxEvent.Changed.class, events.getFirst());
  }

  private static <T extends StorageError> void refused(
      Class<T> type, org.junit.jupiter.api.function.Executable call) {
    assertInstanceOf(type, assertThrows(StorageException.class, call).error());
  }
}
