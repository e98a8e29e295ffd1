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
import java.util.Set;
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
    List<MailQueue.NewEntry> entries = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      entries.add(
          new MailQueue.NewEntry(
              "X: y\r\n".getBytes(StandardCharsets.US_ASCII),
              "from@example.test",
              "to" + i + "@elsewhere.test",
              new byte[] {1, 2},
              due));
    }
    try (SpooledBody body = fixture.body("Subject: q\r\n\r\nbody\r\n")) {
      return queue().enqueue(body, entries);
    }
  }

  @Test
  void entryIsLeasedRetriedAndCompleted() {
    enqueue(1, NOW);
    assertTrue(queue().lease(NOW.minusSeconds(1), MINUTE, 10).isEmpty());
    QueueLease lease = queue().lease(NOW, MINUTE, 10).getFirst();
    assertEquals("to0@elsewhere.test", lease.entry().recipient());
    Content content = queue().content(lease.entry());
    assertEquals(
        "X: y\r\nSubject: q\r\n\r\nbody\r\n",
        new String(content.read(0, (int) content.size()), StandardCharsets.US_ASCII));
    assertTrue(queue().lease(NOW.plusSeconds(59), MINUTE, 10).isEmpty());

    assertTrue(queue().retry(lease, NOW.plusSeconds(600), "421 later"));
    assertTrue(queue().lease(NOW.plusSeconds(300), MINUTE, 10).isEmpty());
    QueueLease again = queue().lease(NOW.plusSeconds(600), MINUTE, 10).getFirst();
    assertEquals("421 later", again.entry().lastError());
    assertEquals(2, again.entry().attempts());
    assertTrue(queue().complete(again));
    assertFalse(queue().complete(again));
    assertEquals(0, queue().size());
  }

  @Test
  void lostLeaseMayNotWrite() {
    enqueue(1, NOW);
    QueueLease slow = queue().lease(NOW, MINUTE, 1).getFirst();
    QueueLease quick = queue().lease(NOW.plusSeconds(61), MINUTE, 1).getFirst();
    assertFalse(queue().complete(slow));
    assertFalse(queue().retry(slow, NOW, "late"));
    assertTrue(queue().complete(quick));
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
      List<QueueLease> leases = queue().lease(NOW, MINUTE, 7);
      if (leases.isEmpty()) {
        return done;
      }
      for (QueueLease lease : leases) {
        assertTrue(queue().complete(lease));
        done.add(lease.entry().id());
      }
    }
  }
}
