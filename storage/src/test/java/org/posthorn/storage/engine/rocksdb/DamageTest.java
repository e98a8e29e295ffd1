package org.posthorn.storage.engine.rocksdb;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.storage.blob.Content;
import org.posthorn.storage.engine.TestStores;
import org.posthorn.storage.io.MemoryDirectory;
import org.posthorn.storage.io.RealDisk;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;

/// Files of a store are flipped, cut and deleted one after the other. Either the store is not
/// opened
/// and the file is named, or what is damaged is refused and all the rest is served; `verify` finds
/// it. Nothing is ever wrong or missing in silence.
class DamageTest {
  private static final int SMALL = 60;
  private static final int LARGE = 3;

  @TempDir(factory = MemoryDirectory.class)
  Path directory = Path.of("");

  private Path good = Path.of("");

  @BeforeEach
  void fill() throws IOException {
    good = directory.resolve("good");
    try (CrashStore store = CrashStore.open(good, new RealDisk())) {
      for (int i = 0; i < SMALL; i++) {
        store.put(i, octets(i));
      }
      store.engine().settle();
    }
    // The last ones stand in the log alone, as after a crash.
    Path crashed = directory.resolve("crashed");
    try (CrashStore store = CrashStore.open(good, new RealDisk())) {
      for (int i = SMALL; i < SMALL + LARGE; i++) {
        store.put(i, octets(i));
      }
      for (int i = 0; i < 4; i++) {
        store.put(100 + i, octets(100 + i));
      }
      copy(good, crashed);
    }
    good = crashed;
  }

  private static byte[] octets(int id) {
    byte[] octets = new byte[id >= SMALL && id < SMALL + LARGE ? 300_000 : 3_000];
    new Random(id).nextBytes(octets);
    return octets;
  }

  private static List<Integer> ids() {
    List<Integer> ids = new ArrayList<>();
    for (int i = 0; i < SMALL + LARGE; i++) {
      ids.add(i);
    }
    for (int i = 0; i < 4; i++) {
      ids.add(100 + i);
    }
    return ids;
  }

  private static void copy(Path from, Path to) throws IOException {
    for (Path file : files(from)) {
      Path target = to.resolve(from.relativize(file).toString());
      Files.createDirectories(target.getParent());
      Files.copy(file, target);
    }
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> all = Files.walk(folder)) {
      return all.filter(Files::isRegularFile).sorted(Comparator.naturalOrder()).toList();
    }
  }

  private List<Path> stored() throws IOException {
    return files(good).stream()
        .filter(file -> file.toFile().length() > 0)
        .map(file -> good.relativize(file))
        .toList();
  }

  private interface Harm {
    void to(Path file) throws IOException;
  }

  /// Flips a bit at a part of the file's length.
  private static Harm flip(double where) {
    return path -> flip(path, (long) (where * (path.toFile().length() - 1)));
  }

  private static void flip(Path path, long position) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.seek(position);
      int octet = file.read();
      file.seek(position);
      file.write(octet ^ 4);
    }
  }

  private static void cut(Path path) throws IOException {
    try (RandomAccessFile file = new RandomAccessFile(path.toFile(), "rw")) {
      file.setLength(file.length() / 2);
    }
  }

  private enum Seen {
    REFUSED,
    PARTLY,
    WHOLE
  }

  /// Opens a copy with one damaged file and looks at all that was stored.
  private Seen after(Path relative, Harm harm) throws IOException {
    Path data = Files.createTempDirectory(directory, "d");
    copy(good, data);
    harm.to(data.resolve(relative.toString()));
    try (CrashStore store = CrashStore.open(data, new RealDisk())) {
      boolean whole = true;
      for (int id : ids()) {
        whole &= isRight(store, id);
      }
      List<String> faults = faults(store);
      assertTrue(whole || !faults.isEmpty(), relative + ": damage is not found");
      return whole ? Seen.WHOLE : Seen.PARTLY;
    } catch (StorageException refused) {
      String name = relative.getFileName().toString();
      String message = words(refused);
      // CURRENT names a manifest, which then is the one that is not there.
      assertTrue(
          message.contains(name) || name.equals("CURRENT") && message.contains("rows/MANIFEST-"),
          relative + ": " + message);
      return Seen.REFUSED;
    }
  }

  /// What an administrator reads.
  private static String words(StorageException refused) {
    String reason =
        Optional.ofNullable(refused.getCause()).map(Throwable::getMessage).orElse("no reason");
    return refused.error().message() + ": " + reason;
  }

  private static List<String> faults(CrashStore store) {
    try {
      return TestStores.faults(store.store());
    } catch (StorageException damage) {
      return List.of(damage.error().message());
    }
  }

  /// False if it is refused as damaged; everything else that is not the octets fails the test.
  private static boolean isRight(CrashStore store, int id) {
    try {
      BlobHash hash = store.find(id).orElseThrow(() -> new AssertionError(id + " is lost"));
      Content content =
          store.store().content(hash).orElseThrow(() -> new AssertionError(id + " has no body"));
      assertArrayEquals(octets(id), content.read(0, (int) content.size()));
      return true;
    } catch (StorageException damaged) {
      assertInstanceOf(StorageError.Corrupt.class, damaged.error());
      return false;
    }
  }

  @Test
  void flippedBitsAreNeverServed() throws IOException {
    Set<Seen> rows = EnumSet.noneOf(Seen.class);
    for (Path file : stored()) {
      for (double where : new double[] {0, 0.3, 0.97}) {
        Seen seen = after(file, flip(where));
        if (file.toString().endsWith(".sst")) {
          rows.add(seen);
        }
        assertFalse(seen == Seen.WHOLE && file.startsWith("bodies"), "a body that is not read");
      }
    }
    // Damage where the store reads at the start, and elsewhere.
    assertEquals(EnumSet.of(Seen.REFUSED, Seen.PARTLY), rows);
  }

  /// A broken record that others follow was acknowledged. (Of the last one nobody can say whether
  /// it was, or whether the power failed while it was written.)
  @Test
  void everyRecordOfTheLogButTheLastIsMissed() throws IOException {
    Path log = Path.of("log/0000000000000001.log");
    List<Long> records = records(good.resolve(log));
    assertTrue(records.size() > 5, records + "");
    for (long record : records.subList(0, records.size() - 1)) {
      assertEquals(Seen.REFUSED, after(log, path -> flip(path, record + 40)));
    }
  }

  /// Where the records stand that the log's present use holds.
  private static List<Long> records(Path log) throws IOException {
    List<Long> records = new ArrayList<>();
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(log));
    int at = 4096;
    long first = bytes.getLong(at + 8);
    while (bytes.getInt(at) == 0x50484C52 && bytes.getLong(at + 8) == first + records.size()) {
      records.add((long) at);
      at += (20 + bytes.getInt(at + 4) + 4095) / 4096 * 4096;
    }
    return records;
  }

  /// But for those of the log: whether there was a record more, nobody can say.
  @Test
  void missingAndShortFilesAreNoticed() throws IOException {
    for (Path file : stored()) {
      boolean needed = !file.toString().matches("rows/(IDENTITY|OPTIONS-.*)");
      if (!file.startsWith("log")) {
        assertEquals(needed, after(file, DamageTest::cut) != Seen.WHOLE, "short: " + file);
        assertEquals(needed, after(file, Files::delete) != Seen.WHOLE, "missing: " + file);
      }
    }
  }

  @Test
  void lostRowsDoNotMakeAnEmptyStore() throws IOException {
    for (Path file : files(good.resolve("rows"))) {
      Files.delete(file);
    }
    StorageException refused =
        assertThrows(StorageException.class, () -> CrashStore.open(good, new RealDisk()).close());
    assertTrue(refused.error().message().contains("CURRENT"), refused.error().message());
    assertFalse(files(good.resolve("segments")).isEmpty());
  }
}
