package org.posthorn.storage.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.storage.StorageFixture;
import org.posthorn.storage.blob.Content;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.model.QueueEntryId;

class MailQueueTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @TempDir private Path directory = Path.of("unset");
  private StorageFixture fixture = StorageFixture.memory();

  @BeforeEach
  void open() {
    fixture.close();
    fixture = StorageFixture.embedded(directory);
  }

  @AfterEach
  void close() {
    fixture.verify();
    fixture.close();
  }

  private MailQueue queue() {
    return fixture.mail().queue();
  }

  private List<QueueEntryId> enqueue(int count, Instant due) {
    List<NewEntry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(QueueSamples.remote("to" + i + "@elsewhere.test", due));
    }
    return enqueue(entries);
  }

  private List<QueueEntryId> enqueue(List<NewEntry> entries) {
    try (SpooledBody body = fixture.body("Subject: q\r\n\r\nbody\r\n")) {
      return queue().enqueue(body, entries);
    }
  }

  private List<QueueLease> lease(Instant now, int limit) {
    return QueueSamples.leaseDue(queue(), now, MINUTE, limit);
  }

  @Test
  void entryIsLeasedRetriedAndCompleted() {
    enqueue(1, NOW);
    assertTrue(lease(NOW.minusSeconds(1), 10).isEmpty());
    QueueLease lease = lease(NOW, 10).getFirst();
    assertEquals("to0@elsewhere.test", lease.entry().recipient());
    Content content = queue().content(lease.entry());
    assertEquals(
        "X: y\r\nSubject: q\r\n\r\nbody\r\n",
        new String(content.read(0, (int) content.size()), StandardCharsets.US_ASCII));
    assertTrue(lease(NOW.plusSeconds(59), 10).isEmpty());

    assertTrue(QueueSamples.retry(queue(), lease, NOW.plusSeconds(600), "421 later"));
    assertTrue(lease(NOW.plusSeconds(300), 10).isEmpty());
    assertEquals(Optional.of(NOW.plusSeconds(600)), queue().nextDue(NOW));
    QueueLease again = lease(NOW.plusSeconds(600), 10).getFirst();
    assertEquals("421 later", again.entry().lastError());
    assertEquals(2, again.entry().attempts());
    assertTrue(QueueSamples.remove(queue(), again));
    assertFalse(QueueSamples.remove(queue(), again));
    assertEquals(0, queue().size());
  }

  @Test
  void lostLeaseMayNotWrite() {
    enqueue(1, NOW);
    QueueLease slow = lease(NOW, 1).getFirst();
    QueueLease quick = lease(NOW.plusSeconds(61), 1).getFirst();
    assertFalse(QueueSamples.remove(queue(), slow));
    assertFalse(QueueSamples.retry(queue(), slow, NOW, "late"));
    assertFalse(queue().renew(List.of(slow), NOW.plusSeconds(500)));
    assertTrue(queue().renew(List.of(quick), NOW.plusSeconds(500)));
    assertTrue(lease(NOW.plusSeconds(499), 1).isEmpty());
    assertTrue(QueueSamples.remove(queue(), quick));
  }

  @Test
  void reportIsQueuedWithTheEndOfItsEntryOrNotAtAll() {
    enqueue(1, NOW);
    QueueLease slow = lease(NOW, 1).getFirst();
    QueueLease quick = lease(NOW.plusSeconds(61), 1).getFirst();
    for (QueueLease lease : List.of(slow, quick)) {
      try (SpooledBody body = fixture.body("Subject: failed\r\n\r\n")) {
        queue()
            .settle(
                List.of(new Ending.Remove(lease)),
                List.of(
                    new QueuedReport(
                        body,
                        List.of(QueueSamples.remote("from@report.test", NOW)),
                        List.of(lease.entry().id()))));
      }
    }
    List<QueueEntry> left = queue().list(Optional.empty(), 10);
    assertEquals(List.of("from@report.test"), left.stream().map(QueueEntry::recipient).toList());
  }

  @Test
  void dueEntriesAreFoundByTimeAndByDestination() {
    enqueue(3, NOW);
    enqueue(List.of(QueueSamples.remote("x@other.test", NOW.plusSeconds(5))));
    List<QueueRef> other = new ArrayList<>();
    List<QueueRef> all = new ArrayList<>();
    for (int partition = 0; partition < MailQueue.PARTITIONS; partition++) {
      other.addAll(queue().dueFor(partition, "other.test", NOW.plusSeconds(5), 10));
      all.addAll(
          queue().due(partition, MailQueue.Cursor.at(Instant.EPOCH), NOW.plusSeconds(5), 10));
    }
    assertEquals(1, other.size());
    assertEquals(4, all.size());
    assertEquals(2, all.stream().map(QueueRef::message).distinct().count());
  }

  @Test
  void heldEntryIsNotTriedUntilItIsReleased() {
    List<QueueEntryId> ids = enqueue(2, NOW);
    assertTrue(queue().hold(ids.get(0)));
    assertEquals(List.of(ids.get(1)), lease(NOW, 5).stream().map(one -> one.entry().id()).toList());
    assertEquals(1, queue().totals().held());
    assertFalse(queue().hurry(ids.get(0), NOW));
    assertTrue(queue().release(ids.get(0), NOW));
    assertFalse(queue().release(ids.get(0), NOW));
    assertEquals(List.of(ids.get(0)), lease(NOW, 5).stream().map(one -> one.entry().id()).toList());
    assertEquals(0, queue().totals().held());
  }

  @Test
  void holdingDuringAnAttemptTakesEffectAfterIt() {
    QueueEntryId id = enqueue(1, NOW).getFirst();
    QueueLease lease = lease(NOW, 1).getFirst();
    assertTrue(queue().hold(id));
    assertTrue(QueueSamples.retry(queue(), lease, NOW.plusSeconds(1), "later"));
    assertTrue(lease(NOW.plusSeconds(100), 1).isEmpty());
    assertTrue(queue().find(id).orElseThrow().held());
    assertTrue(queue().drop(id));
    assertFalse(queue().drop(id));
    assertEquals(new QueueTotals(0, 0, Optional.empty()), queue().totals());
  }

  @Test
  void heldEntryOfADeadWorkerStaysHeld() {
    QueueEntryId id = enqueue(1, NOW).getFirst();
    lease(NOW, 1);
    assertTrue(queue().hold(id));
    assertTrue(lease(NOW.plusSeconds(100), 1).isEmpty());
    assertTrue(queue().nextDue(NOW).isEmpty());
  }

  @Test
  void waitingEntryIsHurried() {
    QueueEntryId id = enqueue(1, NOW.plusSeconds(900)).getFirst();
    List<QueueRef> news = new CopyOnWriteArrayList<>();
    queue().onNew(news::addAll);
    assertTrue(queue().hurry(id, NOW));
    assertEquals(List.of(id), news.stream().map(QueueRef::id).toList());
    QueueLease lease = lease(NOW, 1).getFirst();
    assertFalse(queue().hurry(id, NOW), "it is being tried");
    assertTrue(QueueSamples.remove(queue(), lease));
    assertFalse(queue().hurry(id, NOW));
  }

  @Test
  void workersNeverShareAnEntry() throws Exception {
    for (int i = 0; i < 6; i++) {
      enqueue(10, NOW);
    }
    assertEquals(60, queue().size());
    List<Future<List<QueueEntryId>>> workers = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < 4; i++) {
        workers.add(threads.submit(this::drain));
      }
    }
    Set<QueueEntryId> distinct = new HashSet<>();
    int taken = 0;
    for (Future<List<QueueEntryId>> worker : workers) {
      taken += worker.get().size();
      distinct.addAll(worker.get());
    }
    assertEquals(60, taken);
    assertEquals(60, distinct.size());
    assertEquals(0, queue().size());
  }

  private List<QueueEntryId> drain() {
    List<QueueEntryId> done = new ArrayList<>();
    while (true) {
      List<QueueLease> leases = lease(NOW, 7);
      if (leases.isEmpty()) {
        return done;
      }
      for (QueueLease lease : leases) {
        assertTrue(QueueSamples.remove(queue(), lease));
        done.add(lease.entry().id());
      }
    }
  }
}
