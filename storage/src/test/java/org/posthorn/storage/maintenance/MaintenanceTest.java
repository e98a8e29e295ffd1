package org.posthorn.storage.maintenance;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.posthorn.storage.StorageFixture.actor;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.posthorn.storage.MovableClock;
import org.posthorn.storage.StorageFixture;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.engine.KeyRange;
import org.posthorn.storage.engine.Scopes;
import org.posthorn.storage.mailbox.MailboxEvent;
import org.posthorn.storage.mailbox.MailboxSnapshot;
import org.posthorn.storage.mailbox.SnapshotDiff;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.model.SystemFlag;
import org.posthorn.storage.model.UidSet;
import org.posthorn.storage.schema.AccountRow;
import org.posthorn.storage.schema.BlobRow;
import org.posthorn.storage.schema.EmailRow;
import org.posthorn.storage.schema.ExpungedRow;
import org.posthorn.storage.schema.MailboxRow;

class MaintenanceTest {
  private static final String MAIL = "Subject: s\r\n\r\nbody\r\n";

  private final MovableClock clock = new MovableClock();
  private final StorageFixture fixture = StorageFixture.chosen(StorageFixture.options(), clock);
  private final AccountId alice = fixture.alice();
  private final MailboxId inbox = fixture.inbox(alice);
  private final Maintenance maintenance = fixture.mail().maintenance();

  @AfterEach
  void close() {
    fixture.verify();
    fixture.close();
  }

  private BlobHash hash() {
    try (SpooledBody body = fixture.body(MAIL)) {
      return body.hash();
    }
  }

  private boolean stored() {
    return fixture.mail().store().read(view -> view.hasBody(hash()));
  }

  private int emails() {
    return fixture.mail().store().read(view -> view.scan(EmailRow.TABLE, KeyRange.all())).size();
  }

  private void remove() {
    fixture.mailboxes().remove(actor(alice), alice, inbox, UidSet.ALL);
  }

  private void sweepAfter(Duration time) {
    clock.advance(time);
    maintenance.sweep();
  }

  @Test
  void expungedMailGoesWithItsBodyWhenItsTimesAreOver() {
    fixture.append(alice, inbox, MAIL);
    remove();
    sweepAfter(Duration.ofDays(6));
    assertEquals(1, emails());
    sweepAfter(Duration.ofDays(2));
    assertEquals(0, emails());
    assertTrue(stored());
    sweepAfter(Duration.ofHours(23));
    assertTrue(stored());
    sweepAfter(Duration.ofHours(2));
    assertFalse(stored());
  }

  @Test
  void bodyThatIsUsedAgainStays() {
    fixture.append(alice, inbox, MAIL);
    remove();
    sweepAfter(Duration.ofDays(8));
    BlobRow marked = fixture.mail().store().read(view -> view.require(BlobRow.TABLE, hash()));
    assertTrue(marked.deadSince().isPresent());

    fixture.append(fixture.bob(), fixture.inbox(fixture.bob()), MAIL);
    sweepAfter(Duration.ofDays(8));

    assertEquals(List.of(MAIL), fixture.contents(fixture.bob(), fixture.inbox(fixture.bob())));
    BlobRow alive = fixture.mail().store().read(view -> view.require(BlobRow.TABLE, hash()));
    assertTrue(alive.deadSince().isEmpty());
  }

  @Test
  void bodySharedByTwoStaysForTheSecond() {
    fixture.append(alice, inbox, MAIL);
    fixture.append(fixture.bob(), fixture.inbox(fixture.bob()), MAIL);
    remove();
    sweepAfter(Duration.ofDays(8));
    sweepAfter(Duration.ofDays(8));
    assertEquals(List.of(MAIL), fixture.contents(fixture.bob(), fixture.inbox(fixture.bob())));
  }

  @Test
  void recordOfExpungedIsCutAndSnapshotsStayRight() {
    for (int i = 0; i < 5; i++) {
      fixture.append(alice, inbox, MAIL, i == 2 ? Flags.of(SystemFlag.DELETED) : Flags.NONE);
    }
    MailboxSnapshot old = fixture.mailboxes().snapshot(actor(alice), alice, inbox);
    fixture.mailboxes().expunge(actor(alice), alice, inbox, UidSet.ALL);
    clock.advance(Duration.ofDays(60));
    fixture.mailboxes().remove(actor(alice), alice, inbox, UidSet.of(1));
    clock.advance(Duration.ofDays(60));
    maintenance.cutExpunged();

    List<ExpungedRow> left =
        fixture.mail().store().read(view -> view.scan(ExpungedRow.TABLE, KeyRange.all()));
    assertEquals(List.of(1L), left.stream().map(ExpungedRow::uid).toList());
    MailboxRow row =
        fixture.mail().store().read(view -> view.require(MailboxRow.TABLE, alice, inbox));
    assertEquals(left.getFirst().modSeq() - 1, row.vanishedFloor());
    SnapshotDiff diff =
        fixture.mailboxes().diff(old, fixture.mailboxes().snapshot(actor(alice), alice, inbox));
    assertEquals(UidSet.of(1, 3), diff.vanished());
  }

  @Test
  void removedAccountLeavesNothing() {
    fixture.append(fixture.bob(), fixture.inbox(fixture.bob()), MAIL);
    fixture.append(alice, inbox, MAIL);
    remove();
    fixture.mail().directoryAdmin().removeAccount(new MailAddress("bob", StorageFixture.DOMAIN));
    fixture.mail().directoryAdmin().removeAccount(new MailAddress("alice", StorageFixture.DOMAIN));
    fixture.awaitJobs();
    sweepAfter(Duration.ofSeconds(1));
    sweepAfter(Duration.ofDays(2));
    assertFalse(stored());
    assertEquals(0, emails());
    assertTrue(
        fixture.mail().store().read(view -> view.scan(AccountRow.TABLE, KeyRange.all())).isEmpty());
    assertTrue(
        fixture.mail().store().read(view -> view.scan(MailboxRow.TABLE, KeyRange.all())).isEmpty());
  }

  @Test
  void sessionOfARemovedAccountAddsNothing() {
    List<MailboxEvent> events = new CopyOnWriteArrayList<>();
    fixture.mailboxes().watch(actor(alice), alice, events::add);
    fixture.mail().directoryAdmin().removeAccount(new MailAddress("alice", StorageFixture.DOMAIN));
    StorageException refused =
        assertThrows(StorageException.class, () -> fixture.append(alice, inbox, MAIL));
    assertInstanceOf(StorageError.Missing.class, refused.error());
    fixture.awaitJobs();
    assertTrue(events.contains(new MailboxEvent.Deleted(alice, inbox)));
    assertEquals(0, emails());
  }

  @Test
  void uidValiditiesRise() {
    fixture.append(alice, inbox, MAIL);
    long before = fixture.mailboxes().status(actor(alice), alice, inbox).uidValidity();
    maintenance.raiseUidValidities();
    assertTrue(fixture.mailboxes().status(actor(alice), alice, inbox).uidValidity() > before);
    assertEquals(
        fixture.mailboxes().status(actor(alice), alice, inbox).uidValidity(),
        fixture.mailboxes().snapshot(actor(alice), alice, inbox).uidValidity());
  }

  @Test
  void damageIsFound() {
    fixture.append(alice, inbox, MAIL);
    MailboxRow good =
        fixture.mail().store().read(view -> view.require(MailboxRow.TABLE, alice, inbox));
    put(good.withRecentClaimed().withUidValidity(1));
    // Claimed in one row only: one message is recent by the floor that was not moved with it.
    put(
        new MailboxRow(
            good.account(),
            good.id(),
            good.parent(),
            good.leaf(),
            good.state(),
            good.uidValidity(),
            good.uidNext(),
            7,
            good.unseen(),
            good.deleted(),
            good.recent(),
            good.size(),
            good.highestModSeq(),
            good.vanishedFloor(),
            good.recentFloor(),
            good.specialUse(),
            good.keywords()));
    List<String> problems = new ArrayList<>();
    maintenance.verify(Progress.NONE, problems::add);
    assertEquals(1, problems.size());
    assertTrue(problems.getFirst().contains("1 messages, its row says 7"), problems.getFirst());
    put(good);
  }

  private void put(MailboxRow row) {
    fixture.mail().store().run(Scopes.account(alice), tx -> tx.put(MailboxRow.TABLE, row));
  }
}
