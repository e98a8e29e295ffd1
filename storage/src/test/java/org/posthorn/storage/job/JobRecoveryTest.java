package org.posthorn.storage.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.posthorn.storage.StorageFixture.actor;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.storage.StorageFixture;
import org.posthorn.storage.engine.KeyRange;
import org.posthorn.storage.engine.Scopes;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.SystemFlag;
import org.posthorn.storage.model.UidSet;
import org.posthorn.storage.schema.JobRow;
import org.posthorn.storage.schema.UidSetCodec;

/// A store is opened that was left in the middle of a job: the rows are as the job leaves them
/// between two of its transactions.
class JobRecoveryTest {
  @TempDir private Path directory = Path.of("unset");
  private AccountId alice = new AccountId(1);
  private MailboxId inbox = new MailboxId(1);
  private MailboxId archive = new MailboxId(1);

  @BeforeEach
  void fill() {
    try (StorageFixture fixture = StorageFixture.embedded(directory)) {
      alice = fixture.alice();
      inbox = fixture.inbox(alice);
      archive = fixture.mailbox(alice, "Archive");
      for (int i = 1; i <= 6; i++) {
        fixture.append(
            alice, inbox, "m" + i, i % 2 == 0 ? Flags.of(SystemFlag.DELETED) : Flags.NONE);
      }
    }
  }

  private void leave(
      StorageFixture fixture, JobRow.Kind kind, Optional<MailboxId> target, UidSet uids) {
    fixture
        .mail()
        .store()
        .run(
            Scopes.account(alice),
            tx ->
                tx.put(
                    JobRow.TABLE,
                    new JobRow(
                        alice,
                        tx.hashCode(),
                        kind,
                        Optional.of(inbox),
                        target,
                        UidSetCodec.encode(uids),
                        Instant.EPOCH)));
  }

  private static void settle(StorageFixture fixture) {
    fixture.awaitJobs();
    assertTrue(
        fixture.mail().store().read(view -> view.scan(JobRow.TABLE, KeyRange.all())).isEmpty());
    fixture.verify();
  }

  @Test
  void interruptedCopyIsUndone() {
    try (StorageFixture fixture = StorageFixture.embedded(directory)) {
      fixture.append(alice, archive, "mine");
      fixture.mailboxes().copy(actor(alice), alice, inbox, UidSet.range(1, 3), archive);
      leave(fixture, JobRow.Kind.COPY, Optional.of(archive), UidSet.range(2, 4));
    }
    try (StorageFixture fixture = StorageFixture.embedded(directory)) {
      assertEquals(List.of("mine"), fixture.contents(alice, archive));
      assertEquals(6, fixture.contents(alice, inbox).size());
      settle(fixture);
    }
  }

  @Test
  void interruptedMoveIsFinished() {
    try (StorageFixture fixture = StorageFixture.embedded(directory)) {
      fixture.mailboxes().move(actor(alice), alice, inbox, UidSet.range(1, 2), archive);
      leave(fixture, JobRow.Kind.MOVE, Optional.of(archive), UidSet.range(1, 5));
    }
    try (StorageFixture fixture = StorageFixture.embedded(directory)) {
      settle(fixture);
      assertEquals(List.of("m1", "m2", "m3", "m4", "m5"), fixture.contents(alice, archive));
      assertEquals(List.of("m6"), fixture.contents(alice, inbox));
    }
  }

  @Test
  void interruptedExpungeTakesOnlyDeletedOnes() {
    try (StorageFixture fixture = StorageFixture.embedded(directory)) {
      leave(fixture, JobRow.Kind.EXPUNGE, Optional.empty(), UidSet.range(1, 4));
    }
    try (StorageFixture fixture = StorageFixture.embedded(directory)) {
      settle(fixture);
      assertEquals(List.of("m1", "m3", "m5", "m6"), fixture.contents(alice, inbox));
    }
  }

  @Test
  void jobOfAMailboxThatIsGoneEnds() {
    try (StorageFixture fixture = StorageFixture.embedded(directory)) {
      leave(fixture, JobRow.Kind.MOVE, Optional.of(new MailboxId(77)), UidSet.range(1, 5));
      leave(fixture, JobRow.Kind.COPY, Optional.of(new MailboxId(77)), UidSet.range(1, 5));
    }
    try (StorageFixture fixture = StorageFixture.embedded(directory)) {
      settle(fixture);
      assertEquals(6, fixture.contents(alice, inbox).size());
    }
  }
}
