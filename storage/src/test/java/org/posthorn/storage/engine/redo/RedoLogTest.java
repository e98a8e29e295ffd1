package org.posthorn.storage.engine.redo;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.posthorn.storage.io.DiskFile;
import org.posthorn.storage.io.SimulatedDisk;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;

class RedoLogTest {
  private static final Path DIRECTORY = Path.of("/data/log");
  private static final int FILE = 64 << 10;

  private SimulatedDisk disk = new SimulatedDisk(1);
  private final List<Integer> replayed = new ArrayList<>();

  /// A log whose engine has applied so many records durably.
  private RedoLog open(long applied) throws IOException {
    replayed.clear();
    return RedoLog.open(disk, DIRECTORY, FILE, applied, payload -> replayed.add(numberIn(payload)));
  }

  /// A payload of a length that depends on its number, and is random but for that.
  private static byte[] payload(int number) {
    Random random = new Random(number);
    byte[] payload = new byte[4 + random.nextInt(number % 7 == 0 ? 20_000 : 3_000)];
    random.nextBytes(payload);
    payload[0] = (byte) (number >> 8);
    payload[1] = (byte) number;
    return payload;
  }

  private static int numberIn(byte[] payload) {
    int number = (payload[0] & 0xFF) << 8 | payload[1] & 0xFF;
    org.junit.jupiter.api.Assertions.assertArrayEquals(payload(number), payload);
    return number;
  }

  private static List<Integer> numbers(int from, int to) {
    List<Integer> numbers = new ArrayList<>();
    for (int i = from; i <= to; i++) {
      numbers.add(i);
    }
    return numbers;
  }

  private static void append(RedoLog log, int from, int to) throws IOException {
    for (int i = from; i <= to; i++) {
      assertEquals(i, log.append(payload(i)));
    }
  }

  private Path file(int number) {
    return disk.files().stream().sorted(Comparator.naturalOrder()).toList().get(number);
  }

  @Test
  void whatIsNotAppliedIsReplayedInOrder() throws IOException {
    try (RedoLog log = open(0)) {
      append(log, 1, 100);
    }
    open(0).close();
    assertEquals(numbers(1, 100), replayed);
    open(60).close();
    assertEquals(numbers(61, 100), replayed);
    try (RedoLog log = open(100)) {
      assertEquals(List.of(), replayed);
      append(log, 101, 103);
    }
    open(99).close();
    assertEquals(numbers(100, 103), replayed);
  }

  @Test
  void aRecordMayBeLargerThanAFile() throws IOException {
    byte[] large = new byte[3 * FILE];
    try (RedoLog log = open(0)) {
      append(log, 1, 1);
      log.append(large);
      append(log, 3, 4);
    }
    List<Integer> lengths = new ArrayList<>();
    RedoLog.open(disk, DIRECTORY, FILE, 0, record -> lengths.add(record.length)).close();
    assertEquals(
        List.of(payload(1).length, large.length, payload(3).length, payload(4).length), lengths);
  }

  @Test
  void filesAreUsedAgain() throws IOException {
    try (RedoLog log = open(0)) {
      for (int i = 1; i <= 1_000; i++) {
        append(log, i, i);
        if (i % 50 == 0) {
          log.release(i - 10);
          log.prepareSpare();
        }
      }
      assertTrue(log.bytes() < 20 * FILE);
    }
    assertTrue(disk.files().size() < 20, disk.files().size() + " files");
    open(990).close();
    assertEquals(numbers(991, 1_000), replayed);
  }

  @Test
  void nothingAppendedIsLostAtAnyOperation() throws IOException {
    int operations = crashAt(Integer.MAX_VALUE, 1);
    for (int i = 1; i <= operations; i++) {
      crashAt(i, i);
    }
  }

  /// Appends and releases until the disk dies, and opens the log as the next process finds it.
  private int crashAt(int operation, int seed) throws IOException {
    disk = new SimulatedDisk(seed);
    disk.dieIn(operation);
    int appended = 0;
    int applied = 0;
    try (RedoLog log = open(0)) {
      while (appended < 120) {
        append(log, appended + 1, appended + 1);
        appended++;
        if (appended % 20 == 0) {
          applied = appended - 5;
          log.release(applied);
          log.prepareSpare();
        }
      }
    } catch (IOException dead) {
      assertTrue(disk.dead(), dead.toString());
    }
    int operations = disk.operations();
    disk = disk.afterCrash(seed);
    try (RedoLog log = open(applied)) {
      int last = applied + replayed.size();
      assertEquals(numbers(applied + 1, last), replayed);
      assertTrue(last == appended || last == appended + 1, last + " of " + appended);
      append(log, last + 1, last + 30);
      appended = last + 30;
    }
    open(applied).close();
    assertEquals(numbers(applied + 1, appended), replayed);
    return operations;
  }

  @Test
  void damageInTheMiddleIsFound() throws IOException {
    try (RedoLog log = open(0)) {
      append(log, 1, 10);
    }
    disk.flip(file(0), RedoFile.BLOCK + 30);
    assertInstanceOf(
        StorageError.Corrupt.class, assertThrows(StorageException.class, () -> open(0)).error());
  }

  @Test
  void aMissingFileIsFound() throws IOException {
    try (RedoLog log = open(0)) {
      append(log, 1, 200);
    }
    disk.delete(file(1));
    assertThrows(StorageException.class, () -> open(0));
  }

  @Test
  void aBrokenLastRecordWasNeverAcknowledged() throws IOException {
    try (RedoLog log = open(0)) {
      append(log, 1, 1);
    }
    disk.flip(file(0), RedoFile.BLOCK + 30);
    try (RedoLog log = open(0)) {
      assertEquals(List.of(), replayed);
      append(log, 1, 3);
    }
    open(0).close();
    assertEquals(numbers(1, 3), replayed);
  }

  @Test
  void whatLooksLikeARecordInAPayloadIsNone() throws IOException {
    try (RedoLog log = open(0)) {
      append(log, 1, 1);
    }
    byte[] first = new byte[RedoFile.BLOCK];
    try (DiskFile file = disk.open(file(0))) {
      file.read(RedoFile.BLOCK, first, 0, first.length);
    }
    // Its copy would stand at the start of a block, but under another random number.
    byte[] forged = new byte[3 * RedoFile.BLOCK];
    System.arraycopy(first, 0, forged, RedoFile.BLOCK - 20, first.length);
    disk = new SimulatedDisk(2);
    try (RedoLog log = open(0)) {
      log.append(forged);
    }
    disk.flip(file(0), RedoFile.BLOCK + 30);
    open(0).close();
    assertEquals(List.of(), replayed);
  }
}
