package org.posthorn.storage.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.posthorn.storage.StorageFixture.actor;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthorn.storage.StorageFixture;
import org.posthorn.storage.blob.Content;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.FlagChange;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.MailboxName;
import org.posthorn.storage.model.SpecialUse;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.model.SystemFlag;
import org.posthorn.storage.model.UidSet;

/// What the mailbox service promises, on any engine.
abstract class MailboxContract {
  static final String MAIL = "Subject: hello\r\nFrom: a@example.test\r\n\r\nBody %d\r\n";

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

  private MailboxService service() {
    return fixture.mailboxes();
  }

  private MailboxSnapshot snapshot(MailboxId mailbox) {
    return service().snapshot(actor(alice), alice, mailbox);
  }

  private MailboxStatus status(MailboxId mailbox) {
    return service().status(actor(alice), alice, mailbox);
  }

  private long append(int number, Flags flags) {
    return fixture.append(alice, inbox, MAIL.formatted(number), flags);
  }

  private StoreResult store(UidSet uids, FlagChange.Mode mode, Flags flags) {
    return service()
        .store(actor(alice), alice, inbox, uids, new FlagChange(mode, flags), OptionalLong.empty());
  }

  private static <T extends StorageError> T refused(
      Class<T> type, org.junit.jupiter.api.function.Executable call) {
    return assertInstanceOf(type, assertThrows(StorageException.class, call).error());
  }

  @Test
  void newAccountHasItsMailboxesSubscribedWithUses() {
    List<MailboxInfo> all = service().list(actor(alice), alice);
    assertEquals(
        List.of("Archive", "Drafts", "INBOX", "Junk", "Sent", "Trash"),
        all.stream().map(info -> info.name().toString()).toList());
    assertTrue(all.stream().allMatch(info -> info.subscribed() && info.selectable()));
    assertEquals(Optional.of(SpecialUse.JUNK), all.get(3).specialUse());
    assertEquals(Optional.empty(), all.get(2).specialUse());
  }

  @Test
  void appendedMessageIsReadBackWithFlagsAndCounts() {
    long first = append(1, Flags.of(List.of(SystemFlag.SEEN), List.of("$Work")));
    long second = append(2, Flags.NONE);

    assertEquals(List.of(1L, 2L), List.of(first, second));
    assertEquals(List.of(MAIL.formatted(1), MAIL.formatted(2)), fixture.contents(alice, inbox));
    MailboxSnapshot snapshot = snapshot(inbox);
    assertEquals(2, snapshot.size());
    assertEquals(SystemFlag.SEEN.bit(), snapshot.systemFlags(0));
    assertTrue(snapshot.hasKeyword(0, "$wORK"));
    assertFalse(snapshot.hasKeyword(1, "$Work"));
    assertEquals(Flags.of(List.of(SystemFlag.SEEN), List.of("$Work")), snapshot.flags(0));
    assertEquals(1, snapshot.firstUnseen());
    MailboxStatus status = status(inbox);
    assertEquals(2, status.messages());
    assertEquals(1, status.unseen());
    assertEquals(2, status.recent());
    assertEquals(3, status.uidNext());
    assertEquals(snapshot.modSeq(), status.highestModSeq());
    assertEquals(status.size(), service().quota(actor(alice), alice).usedBytes());
  }

  @Test
  void structureComesWithTheMessage() {
    append(7, Flags.NONE);
    List<String> subjects = new ArrayList<>();
    service()
        .visit(
            actor(alice),
            alice,
            inbox,
            UidSet.ALL,
            EnumSet.of(Want.STRUCTURE),
            message -> {
              subjects.add(message.structure().envelope().subject().orElseThrow());
              assertEquals(0, message.prefixLength());
              assertEquals(MAIL.formatted(7).length(), message.content().size());
              return true;
            });
    assertEquals(List.of("hello"), subjects);
  }

  @Test
  void headerIsTheStartOfTheMessage() {
    String fields = "Subject: hello\r\nX-Long: " + "long ".repeat(4000);
    List<String> mails =
        List.of(
            "Subject: hello\r\n\r\nBody\r\n",
            "Subject: bare\n\nBody\n",
            "\r\nno header\r\n",
            "Subject: nothing else",
            fields + "\r\n\r\nBody\r\n");
    mails.forEach(mail -> fixture.append(alice, inbox, mail));
    // The first time they are read, then they are remembered, then whole messages are wanted.
    for (Want want : List.of(Want.HEADER, Want.HEADER, Want.CONTENT)) {
      List<String> headers = new ArrayList<>();
      service()
          .visit(
              actor(alice),
              alice,
              inbox,
              UidSet.ALL,
              EnumSet.of(want),
              message -> {
                headers.add(text(message.header()));
                assertTrue(text(message.content()).startsWith(headers.getLast()));
                return true;
              });
      assertEquals(
          List.of("Subject: hello\r\n\r\n", "Subject: bare\n\n", "\r\n", "Subject: nothing else"),
          headers.subList(0, 4));
      assertTrue(headers.getLast().startsWith(fields + "\r\n\r\n"));
    }
  }

  private static String text(Content content) {
    return new String(content.read(0, (int) content.size()), StandardCharsets.ISO_8859_1);
  }

  @Test
  void walkGoesOverBatchesAndPassesOverWhatIsGone() {
    for (int i = 1; i <= 300; i++) {
      append(i, Flags.NONE);
    }
    UidSet some = UidSet.ofRanges(List.of(new UidSet.Range(2, 290), new UidSet.Range(295, 900)));
    MessageWalk walk =
        service().walk(actor(alice), alice, inbox, some, EnumSet.of(Want.CONTENT), 4000);
    List<Long> uids = new ArrayList<>();
    for (var next = walk.next(); next.isPresent(); next = walk.next()) {
      uids.add(next.get().uid());
      assertEquals(MAIL.formatted(next.get().uid()), text(next.get().content()));
    }
    assertEquals(
        LongStream.concat(LongStream.rangeClosed(2, 290), LongStream.rangeClosed(295, 300))
            .boxed()
            .toList(),
        uids);
    assertTrue(walk.next().isEmpty());
  }

  @Test
  void storeChangesOnlyWhatDiffers() {
    append(1, Flags.of(SystemFlag.SEEN));
    append(2, Flags.NONE);
    MailboxSnapshot before = snapshot(inbox);

    StoreResult result = store(UidSet.range(1, 9), FlagChange.Mode.ADD, Flags.of(SystemFlag.SEEN));

    assertEquals(UidSet.of(2), result.changed());
    assertEquals(UidSet.of(1), result.unchanged());
    assertEquals(UidSet.EMPTY, result.missing());
    MailboxSnapshot after = snapshot(inbox);
    SnapshotDiff diff = service().diff(before, after);
    assertEquals(UidSet.of(2), diff.changed());
    assertTrue(diff.vanished().isEmpty() && diff.arrived().isEmpty());
    assertEquals(result.modSeq(), after.modSeq(1));
    assertEquals(before.modSeq(0), after.modSeq(0));
    assertEquals(0, status(inbox).unseen());
  }

  @Test
  void storeReplacesAndRemovesKeywords() {
    append(1, Flags.of(List.of(SystemFlag.FLAGGED), List.of("a", "b")));
    store(UidSet.of(1), FlagChange.Mode.REMOVE, Flags.of(List.of(), List.of("A", "unknown")));
    assertEquals(Flags.of(List.of(SystemFlag.FLAGGED), List.of("b")), snapshot(inbox).flags(0));
    store(UidSet.of(1), FlagChange.Mode.REPLACE, Flags.of(List.of(), List.of("c")));
    assertEquals(Flags.of(List.of(), List.of("c")), snapshot(inbox).flags(0));
    assertEquals(List.of("a", "b", "c"), snapshot(inbox).keywords());
  }

  @Test
  void storeLeavesWhatChangedSince() {
    append(1, Flags.NONE);
    append(2, Flags.NONE);
    long seen = snapshot(inbox).modSeq();
    store(UidSet.of(1), FlagChange.Mode.ADD, Flags.of(SystemFlag.FLAGGED));

    StoreResult result =
        service()
            .store(
                actor(alice),
                alice,
                inbox,
                UidSet.range(1, 2),
                new FlagChange(FlagChange.Mode.ADD, Flags.of(SystemFlag.SEEN)),
                OptionalLong.of(seen));

    assertEquals(UidSet.of(1), result.modified());
    assertEquals(UidSet.of(2), result.changed());
  }

  @Test
  void expungeTakesDeletedOnes() {
    for (int i = 1; i <= 5; i++) {
      append(i, i % 2 == 0 ? Flags.of(SystemFlag.DELETED) : Flags.NONE);
    }
    MailboxSnapshot before = snapshot(inbox);
    assertEquals(UidSet.of(2), service().expunge(actor(alice), alice, inbox, UidSet.range(1, 3)));
    assertEquals(UidSet.of(4), service().expunge(actor(alice), alice, inbox, UidSet.ALL));
    SnapshotDiff diff = service().diff(before, snapshot(inbox));
    assertEquals(UidSet.of(2, 4), diff.vanished());
    assertEquals(UidSet.of(5), service().remove(actor(alice), alice, inbox, UidSet.of(5)));
    assertEquals(2, status(inbox).messages());
    assertEquals(0, status(inbox).deleted());
    assertEquals(6, append(6, Flags.NONE));
    StoreResult gone = store(UidSet.range(1, 9), FlagChange.Mode.ADD, Flags.of(SystemFlag.SEEN));
    assertEquals(UidSet.of(2, 4, 5), gone.missing());
  }

  @Test
  void snapshotWithoutChangeIsTheSame() {
    append(1, Flags.NONE);
    assertSame(snapshot(inbox), snapshot(inbox));
  }

  @Test
  void recentIsClaimedOnce() {
    append(1, Flags.NONE);
    assertEquals(1, service().open(actor(alice), alice, inbox, false).recentFrom());
    assertEquals(1, service().open(actor(alice), alice, inbox, true).recentFrom());
    assertEquals(0, status(inbox).recent());
    assertEquals(2, service().open(actor(alice), alice, inbox, true).recentFrom());
    append(2, Flags.NONE);
    OpenMailbox opened = service().open(actor(alice), alice, inbox, true);
    assertEquals(2, opened.recentFrom());
    assertEquals(2, opened.snapshot().size());
  }

  @Test
  void createMakesLevelsAboveAndRefusesWhatExists() {
    service().create(actor(alice), alice, MailboxName.parse("a/b/c"), Optional.empty());
    List<MailboxInfo> all = service().list(actor(alice), alice);
    MailboxInfo a =
        all.stream().filter(i -> i.name().toString().equals("a")).findFirst().orElseThrow();
    assertTrue(a.selectable() && a.hasChildren());
    refused(
        StorageError.Exists.class,
        () -> service().create(actor(alice), alice, MailboxName.parse("a/b"), Optional.empty()));
    refused(
        StorageError.Exists.class,
        () -> service().create(actor(alice), alice, MailboxName.parse("inbox"), Optional.empty()));
    assertTrue(
        status(fixture.mailbox(alice, "a/b/c")).uidValidity()
            > status(fixture.mailbox(alice, "a")).uidValidity());
  }

  @Test
  void strangersAreRefused() {
    AccountId bob = fixture.bob();
    refused(StorageError.Denied.class, () -> service().list(actor(bob), alice));
    refused(StorageError.Denied.class, () -> service().snapshot(actor(bob), alice, inbox));
    // A mailbox id of somebody else's does not open a door either.
    refused(StorageError.Missing.class, () -> service().snapshot(actor(bob), bob, inbox));
    refused(
        StorageError.Missing.class,
        () -> service().copy(actor(bob), bob, inbox, UidSet.ALL, fixture.inbox(bob)));
  }

  private MailboxId create(String name) {
    return service().create(actor(alice), alice, MailboxName.parse(name), Optional.empty());
  }

  private List<String> names() {
    return service().list(actor(alice), alice).stream()
        .filter(MailboxInfo::selectable)
        .map(info -> info.name().toString())
        .filter(name -> name.length() <= 5 && !name.equals("Sent") && !name.equals("Junk"))
        .filter(name -> !name.equals("Trash"))
        .toList();
  }

  @Test
  void copyAndMoveKeepFlagsDatesAndBytes() {
    MailboxId target = create("t");
    append(1, Flags.of(List.of(SystemFlag.FLAGGED), List.of("x", "y")));
    append(2, Flags.NONE);
    long used = service().quota(actor(alice), alice).usedBytes();

    CopyResult copied = service().copy(actor(alice), alice, inbox, UidSet.range(1, 9), target);
    assertEquals(UidSet.range(1, 2), copied.sources());
    assertEquals(UidSet.range(1, 2), copied.targets());
    assertEquals(status(target).uidValidity(), copied.uidValidity());
    assertEquals(2 * used, service().quota(actor(alice), alice).usedBytes());

    CopyResult moved = service().move(actor(alice), alice, inbox, UidSet.of(1), target);
    assertEquals(UidSet.of(3), moved.targets());
    assertEquals(2 * used, service().quota(actor(alice), alice).usedBytes());
    MailboxSnapshot there = snapshot(target);
    assertEquals(Flags.of(List.of(SystemFlag.FLAGGED), List.of("x", "y")), there.flags(2));
    assertEquals(there.internalDate(0), there.internalDate(2));
    assertEquals(there.email(0), there.email(2));
    assertEquals(
        List.of(MAIL.formatted(1), MAIL.formatted(2), MAIL.formatted(1)),
        fixture.contents(alice, target));
    assertEquals(1, snapshot(inbox).size());
  }

  @Test
  void deleteFreesTheNameAndTheQuota() {
    MailboxId box = create("d");
    fixture.append(alice, box, MAIL.formatted(1));
    long validity = status(box).uidValidity();
    service().delete(actor(alice), alice, MailboxName.parse("d"));
    assertEquals(0, service().quota(actor(alice), alice).usedBytes());
    refused(StorageError.Missing.class, () -> snapshot(box));
    refused(
        StorageError.Missing.class,
        () -> service().delete(actor(alice), alice, MailboxName.parse("d")));
    refused(
        StorageError.Denied.class, () -> service().delete(actor(alice), alice, MailboxName.INBOX));
    MailboxId again = create("d");
    assertEquals(0, snapshot(again).size());
    assertTrue(status(again).uidValidity() > validity);
  }

  @Test
  void deletedParentStaysAsAName() {
    create("p/c");
    service().delete(actor(alice), alice, MailboxName.parse("p"));
    assertEquals(List.of("INBOX", "p/c"), names());
    MailboxInfo name =
        service().list(actor(alice), alice).stream()
            .filter(info -> info.name().toString().equals("p"))
            .findFirst()
            .orElseThrow();
    assertFalse(name.selectable());
    assertTrue(name.hasChildren());
    refused(
        StorageError.Denied.class,
        () -> service().delete(actor(alice), alice, MailboxName.parse("p")));
    create("p");
    assertEquals(List.of("INBOX", "p", "p/c"), names());
    service().delete(actor(alice), alice, MailboxName.parse("p"));
    service().delete(actor(alice), alice, MailboxName.parse("p/c"));
    assertEquals(List.of("INBOX"), names());
    assertTrue(
        service().list(actor(alice), alice).stream()
            .noneMatch(info -> info.name().toString().equals("p")));
  }

  @Test
  void renameTakesWhatLiesBelow() {
    MailboxId child = create("a/b");
    long validity = status(child).uidValidity();
    service().rename(actor(alice), alice, MailboxName.parse("a"), MailboxName.parse("x/y"));
    assertEquals(List.of("INBOX", "x", "x/y", "x/y/b"), names());
    assertEquals(child, fixture.mailbox(alice, "x/y/b"));
    assertEquals(validity, status(child).uidValidity());
    refused(
        StorageError.Exists.class,
        () ->
            service()
                .rename(actor(alice), alice, MailboxName.parse("x"), MailboxName.parse("Sent")));
    refused(
        StorageError.Invalid.class,
        () ->
            service()
                .rename(actor(alice), alice, MailboxName.parse("x"), MailboxName.parse("x/z")));
  }

  @Test
  void renamedInboxLeavesAnEmptyOne() {
    append(1, Flags.of(SystemFlag.SEEN));
    append(2, Flags.NONE);
    create("INBOX/c");
    service().rename(actor(alice), alice, MailboxName.INBOX, MailboxName.parse("old"));
    MailboxId old = fixture.mailbox(alice, "old");
    assertEquals(List.of(MAIL.formatted(1), MAIL.formatted(2)), fixture.contents(alice, old));
    assertEquals(0, snapshot(inbox).size());
    assertEquals(3, append(3, Flags.NONE));
    assertTrue(service().find(actor(alice), alice, MailboxName.parse("INBOX/c")).isPresent());
  }

  @Test
  void subscriptionsOutliveMailboxes() {
    create("s");
    service().subscribe(actor(alice), alice, MailboxName.parse("s"), true);
    service().delete(actor(alice), alice, MailboxName.parse("s"));
    MailboxInfo info =
        service().list(actor(alice), alice).stream()
            .filter(i -> i.name().toString().equals("s"))
            .findFirst()
            .orElseThrow();
    assertTrue(info.subscribed() && info.id().isEmpty() && !info.selectable());
    service().subscribe(actor(alice), alice, MailboxName.parse("s"), false);
    assertEquals(6, service().list(actor(alice), alice).size());
  }

  @Test
  void watchersHearOfEverythingDurable() {
    List<MailboxEvent> events = new CopyOnWriteArrayList<>();
    Watch watch = service().watch(actor(alice), alice, events::add);
    append(1, Flags.NONE);
    store(UidSet.of(1), FlagChange.Mode.ADD, Flags.of(SystemFlag.SEEN));
    store(UidSet.of(1), FlagChange.Mode.ADD, Flags.of(SystemFlag.SEEN));
    assertEquals(
        List.of(
            new MailboxEvent.Changed(alice, inbox, snapshot(inbox).modSeq() - 1),
            new MailboxEvent.Changed(alice, inbox, snapshot(inbox).modSeq())),
        events);
    watch.close();
    append(2, Flags.NONE);
    assertEquals(2, events.size());
  }

  @Test
  void maildropHasOneHolder() {
    MaildropLock lock = service().lockMaildrop(actor(alice), alice).orElseThrow();
    assertTrue(service().lockMaildrop(actor(alice), alice).isEmpty());
    assertTrue(lock.held());
    lock.close();
    assertFalse(lock.held());
    MaildropLock next = service().lockMaildrop(actor(alice), alice).orElseThrow();
    lock.close();
    assertTrue(next.held());
  }

  @Test
  void quotaRefusesWholeRequests() {
    fixture
        .mail()
        .directoryAdmin()
        .setQuota(new MailAddress("alice", StorageFixture.DOMAIN), MAIL.length() + 10);
    append(1, Flags.NONE);
    refused(StorageError.OverQuota.class, () -> append(2, Flags.NONE));
    refused(
        StorageError.OverQuota.class,
        () -> service().copy(actor(alice), alice, inbox, UidSet.ALL, create("q")));
    assertEquals(1, status(inbox).messages());
    service().remove(actor(alice), alice, inbox, UidSet.ALL);
    append(3, Flags.NONE);
  }

  @Test
  void keywordsAreBounded() {
    for (int i = 0; i < 200; i++) {
      int number = i;
      append(i, Flags.of(List.of(), List.of("k" + number)));
    }
    refused(StorageError.Limit.class, () -> append(1, Flags.of(List.of(), List.of("onemore"))));
    assertTrue(snapshot(inbox).hasKeyword(199, "K199"));
    assertFalse(snapshot(inbox).hasKeyword(198, "K199"));
  }

  @Test
  void jobsOfManyMessagesAreWholeAndCountRight() {
    int count = 2_300;
    fillInbox(count);
    MailboxId target = create("t");
    CopyResult copied = service().copy(actor(alice), alice, inbox, UidSet.ALL, target);
    assertEquals(UidSet.range(1, count), copied.targets());
    StoreResult deleted =
        service()
            .store(
                actor(alice),
                alice,
                target,
                UidSet.ALL,
                new FlagChange(FlagChange.Mode.ADD, Flags.of(SystemFlag.DELETED)),
                OptionalLong.empty());
    assertEquals(UidSet.range(1, count), deleted.changed());
    assertEquals(
        UidSet.range(1, count), service().expunge(actor(alice), alice, target, UidSet.ALL));
    CopyResult moved = service().move(actor(alice), alice, inbox, UidSet.ALL, target);
    assertEquals(UidSet.range(count + 1, 2L * count), moved.targets());
    assertEquals(0, snapshot(inbox).size());
    assertEquals(count, snapshot(target).size());
    assertEquals(count, status(target).messages());
  }

  @Test
  void refusedCopyOfManyLeavesNothing() {
    fillInbox(1_500);
    long used = service().quota(actor(alice), alice).usedBytes();
    fixture
        .mail()
        .directoryAdmin()
        .setQuota(new MailAddress("alice", StorageFixture.DOMAIN), used * 3 / 2);
    MailboxId target = create("t");
    refused(
        StorageError.OverQuota.class,
        () -> service().copy(actor(alice), alice, inbox, UidSet.ALL, target));
    assertEquals(0, snapshot(target).size());
    assertEquals(used, service().quota(actor(alice), alice).usedBytes());
  }

  private void fillInbox(int count) {
    for (int done = 0; done < count; done += 250) {
      List<AppendRequest> batch = new ArrayList<>();
      for (int i = done; i < Math.min(count, done + 250); i++) {
        batch.add(new AppendRequest(fixture.body(MAIL.formatted(i)), Flags.NONE, Optional.empty()));
      }
      service().append(actor(alice), alice, inbox, batch);
      batch.forEach(request -> request.body().close());
    }
  }
}
