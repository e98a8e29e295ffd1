package org.posthorn.storage.engine.rocksdb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.storage.blob.Content;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.engine.TestStores;
import org.posthorn.storage.io.MemoryDirectory;
import org.posthorn.storage.io.SimulatedDisk;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.StorageException;

/// The power fails at every operation on log, segments, body files and spool; what was not synced
/// is
/// lost, torn or kept by chance. RocksDB's own files stand on the real disk; what it has not
/// flushed
/// when the power fails is lost.
class CrashTest {
  @TempDir(factory = MemoryDirectory.class)
  Path directory = Path.of("");

  @Test
  void nothingAcknowledgedIsLostAtAnyOperation() {
    int operations = crashAt(directory.resolve("whole"), Integer.MAX_VALUE, 1);
    assertTrue(operations > 40, "the workload has only " + operations + " operations");
    for (int i = 1; i <= operations; i++) {
      crashAt(directory.resolve("at" + i), i, i);
    }
  }

  @Tag("soak")
  @Test
  void nothingAcknowledgedIsLostAtAnyOperationWithManySeeds() {
    int operations = crashAt(directory.resolve("whole"), Integer.MAX_VALUE, 1);
    for (int seed = 1; seed <= 8; seed++) {
      for (int i = 1; i <= operations; i++) {
        crashAt(directory.resolve("at" + i + "-" + seed), i, 1000L * seed + i);
      }
    }
  }

  /// RocksDB has flushed some of it, and the files of the log have been used again.
  @Test
  void aLongRunIsReplayedFromTheLastFlush() {
    Path data = directory.resolve("long");
    SimulatedDisk disk = new SimulatedDisk(7);
    int many = 1500;
    try (CrashStore store = CrashStore.open(data, disk)) {
      for (int i = 0; i < many; i++) {
        store.put(i, octets(i));
      }
      long logFiles =
          disk.files().stream().filter(path -> path.toString().endsWith(".log")).count();
      assertTrue(logFiles < 24, logFiles + " files of the log");
      disk.dieIn(1);
      assertThrows(StorageException.class, () -> store.put(many, octets(many)));
    }
    SimulatedDisk after = disk.afterCrash(7);
    try (CrashStore store = CrashStore.open(data, after)) {
      for (int i = 0; i < many; i++) {
        BlobHash hash = store.find(i).orElseThrow();
        byte[] octets = octets(i);
        assertArrayEquals(octets, store.store().content(hash).orElseThrow().read(0, octets.length));
      }
      assertEquals(List.of(), TestStores.faults(store.store()));
      Bookkeeping.check(store, "after a long run");
    }
  }

  private static byte[] octets(int id) {
    byte[] octets = new byte[3_000];
    new Random(id).nextBytes(octets);
    return octets;
  }

  /// Runs the workload until the disk dies, opens the store again and checks it.
  ///
  /// @return the operations of the workload
  private int crashAt(Path data, int operation, long seed) {
    SimulatedDisk disk = new SimulatedDisk(seed);
    Workload workload = new Workload(seed);
    try (CrashStore first = CrashStore.open(data, disk)) {
      if (operation != Integer.MAX_VALUE) {
        disk.dieIn(operation);
      }
      int before = disk.operations();
      workload.run(first, disk);
      operation = disk.operations() - before;
    }
    SimulatedDisk after = disk.afterCrash(seed);
    try (CrashStore second = CrashStore.open(data, after)) {
      workload.check(second, after, "operation " + operation + " seed " + seed);
    }
    return operation;
  }

  /// Small and large bodies, deletions, the same body twice, a compaction.
  private static final class Workload {
    private final Random random;
    private final List<Stored> acknowledged = new ArrayList<>();
    private Optional<Stored> attempted = Optional.empty();
    private final Set<Long> deletedOrTried = new HashSet<>();
    private long next;

    Workload(long seed) {
      random = new Random(seed);
    }

    private record Stored(long id, byte[] octets) {}

    void run(CrashStore store, SimulatedDisk disk) {
      try {
        for (int round = 0; round < 3; round++) {
          add(store, 3_000);
          add(store, 30_000);
          add(store, 300_000);
          add(store, 100_000);
          add(store, 20_000);
          addSame(store);
          delete(store);
          store.engine().settle();
          add(store, 2_000);
          addSame(store);
          deleteLast(store);
          delete(store);
          store.engine().compact(0.9);
        }
      } catch (StorageException _) {
        assertTrue(disk.dead(), "only a dead disk fails the workload");
      }
    }

    private void add(CrashStore store, int size) {
      byte[] octets = new byte[size];
      random.nextBytes(octets);
      put(store, octets);
    }

    private void addSame(CrashStore store) {
      put(store, acknowledged.getLast().octets());
    }

    private void put(CrashStore store, byte[] octets) {
      Stored stored = new Stored(next++, octets);
      attempted = Optional.of(stored);
      store.put(stored.id(), octets);
      acknowledged.add(stored);
      attempted = Optional.empty();
    }

    private void delete(CrashStore store) {
      delete(store, acknowledged.getFirst());
    }

    private void deleteLast(CrashStore store) {
      delete(store, acknowledged.getLast());
    }

    /// Deletes a row, and its body if no other row names it.
    private void delete(CrashStore store, Stored victim) {
      deletedOrTried.add(victim.id());
      store.delete(victim.id());
      acknowledged.remove(victim);
    }

    void check(CrashStore store, SimulatedDisk disk, String where) {
      Store opened = store.store();
      assertEquals(List.of(), TestStores.damagedBodies(opened), where);
      Bookkeeping.check(store, where);
      checkAcknowledged(store, where);
      // What was not acknowledged is there with its body, or not at all.
      attempted
          .filter(stored -> store.find(stored.id()).isPresent())
          .ifPresent(stored -> checkWhole(store, stored, where));
      put(store, new byte[] {1, 2, 3});
      put(store, new byte[400_000]);
      checkWhole(store, acknowledged.getLast(), where);
      store.engine().settle();
      Bookkeeping.check(store, where);
      assertEquals(List.of(), store.engine().inlineBodies(), where);
      checkAcknowledged(store, where);
      checkNoLeftovers(store, disk);
    }

    private void checkAcknowledged(CrashStore store, String where) {
      for (Stored stored : acknowledged) {
        if (!deletedOrTried.contains(stored.id()) || store.find(stored.id()).isPresent()) {
          checkWhole(store, stored, where);
        }
      }
    }

    private static void checkWhole(CrashStore store, Stored stored, String where) {
      BlobHash hash = store.find(stored.id()).orElseThrow(() -> new AssertionError(where));
      Content content = store.store().content(hash).orElseThrow(() -> new AssertionError(where));
      assertArrayEquals(stored.octets(), content.read(0, (int) content.size()), where);
    }

    /// Every file left is named by the index; the spool is empty but for what is open.
    private static void checkNoLeftovers(CrashStore store, SimulatedDisk disk) {
      Set<String> named = store.bodyFileNames();
      Awaitility.await()
          .until(
              () ->
                  disk.files().stream()
                      .map(path -> path.getFileName().toString())
                      .filter(name -> !name.endsWith(".seg") && !name.endsWith(".log"))
                      .allMatch(named::contains));
    }
  }
}
