package org.posthorn.storage.engine.rocksdb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.storage.blob.Content;
import org.posthorn.storage.engine.Scopes;
import org.posthorn.storage.engine.TestStores;
import org.posthorn.storage.io.RealDisk;
import org.posthorn.storage.io.SimulatedDisk;

/// Bodies that are committed with their rows, and moved later.
class InlineBodiesTest {
  @TempDir Path directory = Path.of("");

  private static byte[] octets(long id) {
    byte[] octets = new byte[3_000];
    new Random(id).nextBytes(octets);
    return octets;
  }

  private static void check(CrashStore store, long id) {
    check(store, id, octets(id));
  }

  private static void check(CrashStore store, long id, byte[] octets) {
    Content content = store.store().content(store.find(id).orElseThrow()).orElseThrow();
    assertArrayEquals(octets, content.read(0, 3_000));
  }

  private static int inline(CrashStore store) {
    return store.engine().inlineBodies().size();
  }

  @Test
  void areReadBeforeAndAfterTheyAreMoved() {
    try (CrashStore store = CrashStore.open(directory, new RealDisk())) {
      store.put(1, octets(1));
      assertEquals(1, inline(store));
      check(store, 1);
      Content opened = store.store().content(store.find(1).orElseThrow()).orElseThrow();
      store.engine().settle();
      assertEquals(0, inline(store));
      check(store, 1);
      assertArrayEquals(octets(1), opened.read(0, 3_000));
      Bookkeeping.check(store, "after the move");
    }
  }

  @Test
  void areCountedAsWrittenOnceInTheLogAndOnceInTheSegment() {
    try (CrashStore store = CrashStore.open(directory, new RealDisk())) {
      double before = written(store);
      store.put(1, octets(1));
      double inLog = written(store);
      checkOneBody(inLog - before);
      store.engine().settle();
      double moved = written(store);
      checkOneBody(moved - inLog);
      // One that stands already is not written.
      store.put(2, octets(1));
      assertTrue(written(store) - moved < 1_000);
    }
  }

  private static double written(CrashStore store) {
    return store.registry().get("posthorn.store.commit.bytes").counter().count();
  }

  /// A body, which does not compress, and the rows that go with it.
  private static void checkOneBody(double written) {
    assertTrue(written >= 3_000 && written < 4_000, "written: " + written);
  }

  @Test
  void areSharedAndDeletedLikeOthers() {
    try (CrashStore store = CrashStore.open(directory, new RealDisk())) {
      store.put(1, octets(1));
      store.put(2, octets(2));
      var shared = new CrashStore.Named(3, store.find(2).orElseThrow());
      store.store().run(Scopes.none(), tx -> tx.put(CrashStore.Named.TABLE, shared));
      store.put(4, octets(1));
      assertEquals(2, inline(store));
      store.delete(2);
      store.delete(3);
      assertEquals(1, inline(store));
      store.engine().settle();
      store.delete(1);
      check(store, 4, octets(1));
      store.delete(4);
      store.put(5, octets(1));
      check(store, 5, octets(1));
      assertEquals(1, inline(store));
      assertEquals(List.of(), TestStores.faults(store.store()));
      Bookkeeping.check(store, "after deletions");
    }
  }

  @Test
  void thoseOfAnEarlierProcessAreMovedByTheNext() {
    try (CrashStore store = CrashStore.open(directory, new RealDisk())) {
      for (int i = 0; i < 20; i++) {
        store.put(i, octets(i));
      }
      assertEquals(20, inline(store));
    }
    try (CrashStore store = CrashStore.open(directory, new RealDisk())) {
      Awaitility.await().until(() -> inline(store) == 0);
      for (int i = 0; i < 20; i++) {
        check(store, i);
      }
      Bookkeeping.check(store, "in the second run");
    }
  }

  @Test
  void areInABackupWhereverTheyAreMovedMeanwhile() {
    Path copy = directory.resolve("copy");
    try (CrashStore store = CrashStore.open(directory.resolve("data"), new RealDisk())) {
      store.put(1, octets(1));
      store.engine().settle();
      store.put(2, octets(2));
      store.store().checkpoint(copy);
      store.engine().settle();
      store.delete(2);
      store.engine().compact(1.1);
      try (CrashStore backup = CrashStore.open(copy, new RealDisk())) {
        check(backup, 1);
        check(backup, 2);
        backup.engine().settle();
        check(backup, 2);
        assertEquals(List.of(), TestStores.faults(backup.store()));
      }
    }
  }

  @Test
  void stayWhenNoSegmentCanBeMade() {
    SimulatedDisk disk = new SimulatedDisk(1);
    try (CrashStore store = CrashStore.open(directory, disk)) {
      disk.setFree(10);
      store.put(1, octets(1));
      store.engine().settle();
      assertEquals(1, inline(store));
      check(store, 1);
      assertTrue(store.store().health().up());
      disk.setFree(Long.MAX_VALUE);
      store.engine().settle();
      assertEquals(0, inline(store));
      check(store, 1);
    }
  }
}
