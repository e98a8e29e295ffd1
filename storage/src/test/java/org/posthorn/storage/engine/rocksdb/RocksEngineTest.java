package org.posthorn.storage.engine.rocksdb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.config.value.ByteSize;
import org.posthorn.storage.blob.Content;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.MetaTable;
import org.posthorn.storage.engine.Scopes;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.engine.TestStores;
import org.posthorn.storage.io.RealDisk;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;

/// What is special to the embedded engine.
class RocksEngineTest {
  @TempDir Path directory = Path.of("");

  private static CrashStore open(Path data) {
    return CrashStore.open(data, new RealDisk());
  }

  private static byte[] octets(long id, int size) {
    byte[] octets = new byte[size];
    new Random(id).nextBytes(octets);
    return octets;
  }

  private static void check(CrashStore store, long id, int size) {
    BlobHash hash = store.find(id).orElseThrow();
    Content content = store.store().content(hash).orElseThrow();
    assertArrayEquals(octets(id, size), content.read(0, size));
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void aStoreThatIsOpenedAgainHasTheSameContentAndId() {
    String id;
    long lastId;
    try (CrashStore store = open(directory)) {
      id = store.store().id();
      for (int i = 0; i < 20; i++) {
        store.put(i, octets(i, 10_000));
      }
      store.put(20, octets(20, 500_000));
      lastId = store.store().ids().next();
    }
    try (CrashStore store = open(directory)) {
      assertEquals(id, store.store().id());
      for (int i = 0; i < 20; i++) {
        check(store, i, 10_000);
      }
      check(store, 20, 500_000);
      assertTrue(store.store().ids().next() > lastId);
      assertEquals(List.of(), TestStores.faults(store.store()));
    }
  }

  @Test
  void aStoreOpensOnceAtATime() {
    try (CrashStore first = open(directory)) {
      StorageException refused =
          assertThrows(StorageException.class, () -> open(directory).close());
      assertInstanceOf(StorageError.Unavailable.class, refused.error());
      assertTrue(refused.error().message().contains("another process"));
      first.put(1, octets(1, 10));
    }
  }

  @Test
  void aNewerFormatIsRefusedWithPlainWords() {
    try (Store store = TestStores.embedded(directory, List.of())) {
      store.run(
          Scopes.none(), tx -> tx.put(MetaTable.TABLE, new MetaTable.Row(MetaTable.FORMAT, "99")));
    }
    Engine engine = TestStores.rocks(directory);
    StorageException refused =
        assertThrows(StorageException.class, () -> TestStores.on(engine, List.of()).close());
    assertTrue(refused.error().message().contains("99"), refused.error().message());
  }

  @Test
  void deletedBodiesGiveTheirSpaceBack() throws Exception {
    try (CrashStore store = open(directory)) {
      for (int i = 0; i < 30; i++) {
        store.put(i, octets(i, 10_000));
      }
      store.put(30, octets(30, 600_000));
      store.engine().settle();
      // Not read before it is moved.
      Content kept =
          store
              .store()
              .readBodies(List.of(store.find(7).orElseThrow()), 0)
              .getFirst()
              .orElseThrow();
      int before = files(new Layout(directory).segments()).size();
      assertTrue(before > 4, before + " segments");
      for (int i = 0; i <= 30; i++) {
        if (i % 7 != 0) {
          store.delete(i);
        }
      }
      assertTrue(store.engine().compact(0.5) > 3);
      assertTrue(files(new Layout(directory).segments()).size() < before);
      assertEquals(List.of(), files(new Layout(directory).bodies()));
      for (int i = 0; i < 30; i += 7) {
        check(store, i, 10_000);
      }
      assertArrayEquals(octets(7, 10_000), kept.read(0, 10_000));
      assertEquals(List.of(), TestStores.faults(store.store()));
    }
    try (CrashStore store = open(directory)) {
      check(store, 28, 10_000);
      assertEquals(List.of(), TestStores.faults(store.store()));
    }
  }

  @Test
  void damageIsFoundAndNotServed() throws Exception {
    try (CrashStore store = open(directory)) {
      store.put(1, octets(1, 20_000));
      store.put(2, octets(2, 300_000));
      store.put(3, octets(3, 20_000));
      store.engine().settle();
    }
    flip(files(new Layout(directory).segments()).getFirst(), 5_000);
    flip(files(new Layout(directory).bodies()).getFirst(), 200_000);
    try (CrashStore store = open(directory)) {
      List<String> problems = TestStores.faults(store.store());
      assertEquals(2, problems.size(), problems.toString());
      StorageException damaged =
          assertThrows(StorageException.class, () -> check(store, 1, 20_000));
      assertInstanceOf(StorageError.Corrupt.class, damaged.error());
      Content second = store.store().content(store.find(2).orElseThrow()).orElseThrow();
      assertEquals(100, second.read(0, 100).length);
      assertThrows(StorageException.class, () -> second.read(200_000, 10));
      check(store, 3, 20_000);
    }
  }

  private static void flip(Path path, long position) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.seek(position);
      int octet = file.read();
      file.seek(position);
      file.write(octet ^ 1);
    }
  }

  @Test
  void aBackupTakenAtWorkIsAStoreOfItsOwn() {
    Path copy = directory.resolve("copy");
    Path data = directory.resolve("data");
    try (CrashStore store = open(data)) {
      for (int i = 0; i < 10; i++) {
        store.put(i, octets(i, 10_000));
      }
      store.put(10, octets(10, 300_000));
      store.store().checkpoint(copy);
      assertThrows(StorageException.class, () -> store.store().checkpoint(copy));
      store.put(11, octets(11, 10_000));
      store.delete(3);
      store.engine().compact(1.1);
      try (CrashStore backup = open(copy)) {
        check(backup, 3, 10_000);
        check(backup, 10, 300_000);
        assertTrue(backup.find(11).isEmpty());
        backup.put(12, octets(12, 10_000));
        assertEquals(List.of(), TestStores.faults(backup.store()));
      }
      check(store, 11, 10_000);
      check(store, 5, 10_000);
      assertEquals(List.of(), TestStores.faults(store.store()));
    }
  }

  @Test
  void newMailIsRefusedBelowTheReserveAndOtherWritesPass() {
    RocksEngine engine =
        RocksEngine.open(
            directory,
            TestStores.small().withDiskReserve(ByteSize.ofBytes(Long.MAX_VALUE)),
            new RealDisk(),
            new SimpleMeterRegistry());
    try (Store store = TestStores.on(engine, List.of(CrashStore.Named.TABLE))) {
      CrashStore.Named row = new CrashStore.Named(1, new BlobHash(1, 2, 3, 4));
      store.run(Scopes.none(), tx -> tx.put(CrashStore.Named.TABLE, row));
      StorageException full =
          assertThrows(
              StorageException.class,
              () ->
                  store.run(
                      Scopes.none(),
                      tx -> {
                        tx.markNewMail();
                        tx.put(CrashStore.Named.TABLE, row);
                      }));
      assertInstanceOf(StorageError.Full.class, full.error());
    }
  }
}
