package org.posthorn.storage.mailbox;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.posthorn.storage.StorageFixture.actor;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.storage.StorageFixture;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.FlagChange;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.SystemFlag;
import org.posthorn.storage.model.UidSet;

/// Many sessions at one mailbox.
class ConcurrentMailboxTest {
  @TempDir private Path directory = Path.of("unset");

  @Test
  void sessionsAtOneMailboxLoseNothing() throws Exception {
    try (StorageFixture fixture = StorageFixture.embedded(directory)) {
      new Sessions(fixture).run();
      fixture.verify();
    }
  }

  private static final class Sessions {
    private static final int WRITERS = 6;
    private static final int EACH = 40;

    private final StorageFixture fixture;
    private final AccountId alice;
    private final MailboxId inbox;
    private final Map<Long, String> acknowledged = new ConcurrentHashMap<>();
    private final Map<Long, Boolean> expunged = new ConcurrentHashMap<>();
    private final AtomicLong told = new AtomicLong();
    private final AtomicBoolean writing = new AtomicBoolean(true);

    Sessions(StorageFixture fixture) {
      this.fixture = fixture;
      this.alice = fixture.alice();
      this.inbox = fixture.inbox(alice);
    }

    void run() throws Exception {
      try (Watch _ = fixture.mailboxes().watch(actor(alice), alice, this::hear);
          ExecutorService threads = Executors.newCachedThreadPool()) {
        List<Future<?>> writers = new ArrayList<>();
        for (int i = 0; i < WRITERS; i++) {
          int number = i;
          writers.add(threads.submit(call(() -> append(number))));
        }
        Future<?> flagger = threads.submit(call(this::flagAndExpunge));
        Future<?> follower = threads.submit(call(this::follow));
        for (Future<?> writer : writers) {
          writer.get();
        }
        writing.set(false);
        flagger.get();
        follower.get();
      }
      check();
    }

    private static Callable<Boolean> call(Runnable work) {
      return () -> {
        work.run();
        return true;
      };
    }

    private void hear(MailboxEvent event) {
      if (event instanceof MailboxEvent.Changed(_, _, long modSeq)) {
        // Events of one account come in the order of its commits.
        assertTrue(told.getAndSet(modSeq) < modSeq);
      }
    }

    private void append(int writer) {
      for (int i = 0; i < EACH; i++) {
        String content = "Subject: w" + writer + "-" + i + "\r\n\r\nbody\r\n";
        String before = acknowledged.put(fixture.append(alice, inbox, content), content);
        assertEquals(null, before);
      }
    }

    private void flagAndExpunge() {
      MailboxService service = fixture.mailboxes();
      while (writing.get()) {
        MailboxSnapshot snapshot = service.snapshot(actor(alice), alice, inbox);
        if (snapshot.size() == 0) {
          Thread.onSpinWait();
          continue;
        }
        UidSet some = UidSet.of(snapshot.uid(snapshot.size() / 2));
        service.store(
            actor(alice),
            alice,
            inbox,
            some,
            new FlagChange(FlagChange.Mode.ADD, Flags.of(SystemFlag.DELETED)),
            OptionalLong.empty());
        service.expunge(actor(alice), alice, inbox, some).forEach(uid -> expunged.put(uid, true));
      }
    }

    /// A session that only follows sees each UID come and go once, in order.
    private void follow() {
      MailboxService service = fixture.mailboxes();
      Optional<MailboxSnapshot> held = Optional.empty();
      boolean more = true;
      while (more) {
        more = writing.get();
        MailboxSnapshot now = service.snapshot(actor(alice), alice, inbox);
        if (held.isPresent()) {
          SnapshotDiff diff = service.diff(held.get(), now);
          long last = held.get().size() == 0 ? 0 : held.get().uid(held.get().size() - 1);
          diff.arrived().forEach(uid -> assertTrue(uid > last));
          assertTrue(held.get().modSeq() <= now.modSeq());
        }
        held = Optional.of(now);
      }
    }

    private void check() {
      MailboxSnapshot end = fixture.mailboxes().snapshot(actor(alice), alice, inbox);
      assertEquals(WRITERS * EACH, acknowledged.size());
      assertEquals(WRITERS * EACH - expunged.size(), end.size());
      List<String> left =
          acknowledged.entrySet().stream()
              .filter(entry -> !expunged.containsKey(entry.getKey()))
              .sorted(Map.Entry.comparingByKey())
              .map(Map.Entry::getValue)
              .toList();
      assertEquals(left, fixture.contents(alice, inbox));
      assertEquals(end.modSeq(), told.get());
    }
  }
}
