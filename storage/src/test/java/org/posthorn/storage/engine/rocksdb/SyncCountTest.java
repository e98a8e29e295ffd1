package org.posthorn.storage.engine.rocksdb;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.config.value.ByteSize;
import org.posthorn.storage.engine.Scopes;
import org.posthorn.storage.engine.TestStores;
import org.posthorn.storage.io.SimulatedDisk;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;

/// How many syncs an acknowledged commit costs, and what happens when one fails.
class SyncCountTest {
  @TempDir Path directory = Path.of("");

  private final SimulatedDisk disk = new SimulatedDisk(1);

  /// Bytes of a body that goes straight into a segment.
  private static final int LARGER = 100_000;

  private CrashStore open() {
    return CrashStore.open(directory, disk, ByteSize.ofMegabytes(4));
  }

  private static void putRowOnly(CrashStore store, long id) {
    store
        .store()
        .run(
            Scopes.none(),
            tx -> tx.put(CrashStore.Named.TABLE, new CrashStore.Named(id, hash(id))));
  }

  private static BlobHash hash(long id) {
    return new BlobHash(id, 0, 0, 0);
  }

  @Test
  void aSmallCommitCostsOneSync() {
    try (CrashStore store = open()) {
      int files = disk.fileSyncs();
      int directories = disk.directorySyncs();
      long logs = store.logSyncs();
      for (int i = 1; i <= 10; i++) {
        store.put(i, new byte[100 + i]);
      }
      assertEquals(files, disk.fileSyncs());
      assertEquals(directories, disk.directorySyncs());
      assertEquals(logs + 10, store.logSyncs());
    }
  }

  @Test
  void inlineBodiesAreMovedWithOneSyncForAll() {
    try (CrashStore store = open()) {
      store.put(0, new byte[LARGER]);
      for (int i = 1; i <= 10; i++) {
        store.put(i, new byte[100 + i]);
      }
      int files = disk.fileSyncs();
      long logs = store.logSyncs();
      store.engine().settle();
      assertEquals(List.of(), store.engine().inlineBodies());
      assertEquals(files + 1, disk.fileSyncs());
      assertEquals(logs + 1, store.logSyncs());
    }
  }

  @Test
  void aLargerCommitCostsOneSyncForBodiesAndOneForRows() {
    try (CrashStore store = open()) {
      store.put(0, new byte[LARGER]);
      int files = disk.fileSyncs();
      int directories = disk.directorySyncs();
      long logs = store.logSyncs();
      for (int i = 1; i <= 10; i++) {
        store.put(i, new byte[LARGER + i]);
      }
      assertEquals(files + 10, disk.fileSyncs());
      assertEquals(directories, disk.directorySyncs());
      assertEquals(logs + 10, store.logSyncs());
    }
  }

  @Test
  void aCommitWithoutNewBodiesCostsOneSync() {
    try (CrashStore store = open()) {
      store.put(0, new byte[100]);
      int files = disk.fileSyncs();
      long logs = store.logSyncs();
      putRowOnly(store, 1);
      store.put(2, new byte[100]);
      assertEquals(files, disk.fileSyncs());
      assertEquals(logs + 2, store.logSyncs());
    }
  }

  @Test
  void aLargeBodyIsSyncedWhereItWasSpooled() {
    try (CrashStore store = open()) {
      int files = disk.fileSyncs();
      int directories = disk.directorySyncs();
      long logs = store.logSyncs();
      store.put(1, new byte[400_000]);
      assertEquals(files + 1, disk.fileSyncs());
      assertEquals(directories + 1, disk.directorySyncs());
      assertEquals(logs + 1, store.logSyncs());
    }
  }

  @Test
  void whoWaitsDuringASyncSharesTheNext() throws Exception {
    try (CrashStore store = open();
        var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      store.put(0, new byte[LARGER]);
      CountDownLatch syncing = new CountDownLatch(1);
      CountDownLatch goOn = new CountDownLatch(1);
      disk.beforeSync(
          () -> {
            syncing.countDown();
            awaitUninterrupted(goOn);
          });
      int files = disk.fileSyncs();
      long logs = store.logSyncs();
      List<Future<?>> running = new ArrayList<>();
      running.add(executor.submit(() -> store.put(1, new byte[LARGER + 1])));
      syncing.await();
      for (int i = 2; i <= 20; i++) {
        int id = i;
        running.add(executor.submit(() -> store.put(id, new byte[100 + id])));
      }
      Awaitility.await()
          .until(() -> store.registry().get("posthorn.store.commit.queue").gauge().value() == 19);
      goOn.countDown();
      for (Future<?> one : running) {
        one.get();
      }
      assertEquals(files + 1, disk.fileSyncs());
      assertEquals(logs + 2, store.logSyncs());
    }
  }

  private static void awaitUninterrupted(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void afterAFailedSyncNothingIsAcknowledgedButReadsGoOn() {
    try (CrashStore store = open()) {
      store.put(1, new byte[LARGER]);
      disk.beforeSync(() -> disk.dieIn(1));
      StorageException failed =
          assertThrows(StorageException.class, () -> store.put(2, new byte[LARGER + 1]));
      assertInstanceOf(StorageError.Unavailable.class, failed.error());
      assertFalse(store.store().health().up());
      assertThrows(StorageException.class, () -> putRowOnly(store, 3));
      assertTrue(store.find(1).isPresent());
      assertTrue(store.find(2).isEmpty());
      assertTrue(store.find(3).isEmpty());
    }
  }

  @Test
  void aFullDiskRefusesBodiesAndNothingElse() {
    try (CrashStore store = open()) {
      disk.setFree(10);
      StorageException full =
          assertThrows(StorageException.class, () -> store.put(1, new byte[LARGER]));
      assertInstanceOf(StorageError.Full.class, full.error());
      assertTrue(store.store().health().up());
      putRowOnly(store, 2);
      assertTrue(store.find(2).isPresent());
      disk.setFree(Long.MAX_VALUE);
      store.put(3, new byte[100]);
      assertEquals(List.of(), TestStores.faults(store.store()));
    }
  }
}
