package org.posthorn.storage.queue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.storage.MailStore;
import org.posthorn.storage.StorageFixture;
import org.posthorn.storage.blob.Content;
import org.posthorn.storage.blob.Spool;
import org.posthorn.storage.blob.SpoolOptions;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.engine.StoreOptions;
import org.posthorn.storage.engine.TestStores;
import org.posthorn.storage.engine.rocksdb.Layout;
import org.posthorn.storage.engine.rocksdb.RocksEngine;
import org.posthorn.storage.io.MemoryDirectory;
import org.posthorn.storage.io.SimulatedDisk;
import org.posthorn.storage.maintenance.Progress;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.schema.Schema;

/// The power fails while a worker goes through the queue: what was acknowledged stands, an entry
/// and the report about its end are never there both, nor neither.
class QueueCrashTest {
  private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
  private static final Duration LEASE = Duration.ofMinutes(1);

  @TempDir(factory = MemoryDirectory.class)
  private Path directory = Path.of("unset");

  @Test
  void entriesAndTheirReportsSurviveAtAnyOperation() {
    int operations = crashAt(directory.resolve("whole"), Integer.MAX_VALUE, 1);
    assertTrue(operations > 20, "the workload has only " + operations + " operations");
    for (int i = 1; i <= operations; i++) {
      crashAt(directory.resolve("at" + i), i, i);
    }
  }

  /// @return the operations of the workload
  private static int crashAt(Path data, int operation, long seed) {
    SimulatedDisk disk = new SimulatedDisk(seed);
    Workload workload = new Workload(seed);
    int operations;
    try (MailStore mail = open(data, disk)) {
      Spool spool = Spool.open(disk, new Layout(data).spool(), SpoolOptions.defaults());
      if (operation != Integer.MAX_VALUE) {
        disk.dieIn(operation);
      }
      int before = disk.operations();
      workload.run(mail.queue(), spool, disk);
      operations = disk.operations() - before;
    }
    try (MailStore mail = open(data, disk.afterCrash(seed))) {
      workload.check(mail, "operation " + operation);
    }
    return operations;
  }

  private static MailStore open(Path data, SimulatedDisk disk) {
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    RocksEngine engine = RocksEngine.open(data, TestStores.small(), disk, registry);
    Store store =
        Store.open(engine, new StoreOptions(1, 1, 1, Schema.TABLES), registry, Clock.systemUTC());
    return MailStore.open(store, StorageFixture.options(), registry, Clock.systemUTC());
  }

  /// Queues messages, small and large, and ends some of them with a report.
  private static final class Workload {
    /// Recipients by the state that they were acknowledged in, with the octets of the message.
    private final Map<String, byte[]> there = new TreeMap<>();

    private final List<String> gone = new ArrayList<>();
    private final Random random;
    private Optional<String> attempted = Optional.empty();

    Workload(long seed) {
      random = new Random(seed);
    }

    void run(MailQueue queue, Spool spool, SimulatedDisk disk) {
      try {
        for (int round = 0; round < 4; round++) {
          enqueue(queue, spool, "a" + round + "@far.test", 2_000);
          enqueue(queue, spool, "b" + round + "@far.test", 300_000);
          end(queue, spool, "a" + round + "@far.test");
          enqueue(queue, spool, "c" + round + "@far.test", 500);
          end(queue, spool, "b" + round + "@far.test");
        }
      } catch (StorageException _) {
        assertTrue(disk.dead(), "only a dead disk fails the workload");
      }
    }

    private void enqueue(MailQueue queue, Spool spool, String recipient, int size) {
      byte[] octets = new byte[size];
      random.nextBytes(octets);
      attempted = Optional.of(recipient);
      try (SpooledBody body = spool.body(octets)) {
        queue.enqueue(body, List.of(QueueSamples.remote(recipient, NOW)));
      }
      attempted = Optional.empty();
      there.put(recipient, octets);
    }

    /// Ends an entry and queues `report-of-…` about it.
    private void end(MailQueue queue, Spool spool, String recipient) {
      QueueEntry entry =
          queue.list(Optional.empty(), 100).stream()
              .filter(one -> one.recipient().equals(recipient))
              .findFirst()
              .orElseThrow();
      QueueLease lease = queue.lease(entry.partition(), List.of(entry.id()), NOW, LEASE).getFirst();
      byte[] octets = ("about " + recipient).getBytes(java.nio.charset.StandardCharsets.UTF_8);
      attempted = Optional.of(recipient);
      try (SpooledBody body = spool.body(octets)) {
        queue.settle(
            List.of(new Ending.Remove(lease)),
            List.of(
                new QueuedReport(
                    body,
                    List.of(QueueSamples.remote("report-of-" + recipient, NOW)),
                    List.of(entry.id()))));
      }
      attempted = Optional.empty();
      there.remove(recipient);
      gone.add(recipient);
      there.put("report-of-" + recipient, octets);
    }

    void check(MailStore mail, String where) {
      List<String> problems = new ArrayList<>();
      mail.maintenance().verify(Progress.NONE, problems::add);
      assertEquals(List.of(), problems, where);
      Map<String, byte[]> found = new TreeMap<>();
      for (QueueEntry entry : mail.queue().list(Optional.empty(), 100)) {
        Content content = mail.queue().content(entry);
        int prefix = entry.prefix().length;
        found.put(entry.recipient(), content.read(prefix, (int) content.size() - prefix));
      }
      gone.forEach(recipient -> assertTrue(!found.containsKey(recipient), where));
      there.forEach(
          (recipient, octets) -> {
            boolean ended = attempted.filter(recipient::equals).isPresent();
            if (!ended || found.containsKey(recipient)) {
              assertArrayEquals(octets, found.get(recipient), where + " " + recipient);
            }
            assertEquals(
                ended && !found.containsKey(recipient),
                ended && found.containsKey("report-of-" + recipient),
                where + ": an entry or its report");
          });
    }
  }
}
