package org.posthorn.storage.engine.rocksdb;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.storage.engine.TestStores;
import org.posthorn.storage.io.RealDisk;
import org.posthorn.storage.model.BlobHash;

/// Processes that are killed at work, and logs that are cut short.
class KillTest {
  @TempDir Path directory = Path.of("");

  private static byte[] octets(long id) {
    byte[] octets = new byte[id % 10 == 9 ? 300_000 : 3_000];
    new Random(id).nextBytes(octets);
    return octets;
  }

  /// Another process that stores bodies and prints the number of each once it is acknowledged.
  static final class Writer {
    private Writer() {}

    public static void main(String[] arguments) {
      try (CrashStore store = CrashStore.open(Path.of(arguments[0]), new RealDisk())) {
        for (long id = Long.parseLong(arguments[1]); ; id++) {
          store.put(id, octets(id));
          System.out.println("stored " + id);
        }
      }
    }
  }

  @Test
  void aKilledProcessLosesNothingAcknowledged() throws Exception {
    long next = 0;
    for (int round = 1; round <= 3; round++) {
      next = writeAndKill(next, 25) + 1;
      long end = next;
      try (CrashStore store = CrashStore.open(directory, new RealDisk())) {
        for (long id = 0; id < end; id++) {
          checkStored(store, id);
        }
        assertEquals(List.of(), TestStores.faults(store.store()));
        // One more may have been stored without having been acknowledged.
        next += store.find(next).isPresent() ? 1 : 0;
      }
    }
    assertTrue(next >= 75);
  }

  /// Returns the last number that was acknowledged.
  private long writeAndKill(long first, int atLeast) throws IOException, InterruptedException {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-Xmx128m",
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                directory.toString(),
                Long.toString(first))
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    long last = first - 1;
    try (BufferedReader output =
        new BufferedReader(new InputStreamReader(process.getInputStream(), US_ASCII))) {
      String line = output.readLine();
      while (line != null) {
        if (line.startsWith("stored ")) {
          last = Long.parseLong(line.substring("stored ".length()));
          if (last == first + atLeast) {
            // Not through the process, which would close its output here.
            process.toHandle().destroyForcibly();
          }
        }
        line = output.readLine();
      }
    }
    process.waitFor();
    assertTrue(last >= first + atLeast, "the writer stopped at " + last);
    return last;
  }

  private static void checkStored(CrashStore store, long id) {
    BlobHash hash = store.find(id).orElseThrow(() -> new AssertionError("lost " + id));
    byte[] expected = octets(id);
    assertArrayEquals(expected, store.store().content(hash).orElseThrow().read(0, expected.length));
  }

  @Test
  void aLogThatIsCutAnywhereLeavesTheCommitsBeforeTheCut() throws Exception {
    Path data = directory.resolve("data");
    try (CrashStore store = CrashStore.open(data, new RealDisk())) {
      for (long id = 0; id < 30; id++) {
        store.put(id, octets(id));
      }
      Random random = new Random(5);
      for (int i = 0; i < 6; i++) {
        Path copy = directory.resolve("copy" + i);
        copy(data, copy);
        checkPrefix(copy, cutLog(copy, random));
      }
    }
  }

  private static void checkPrefix(Path copy, long cut) {
    try (CrashStore store = CrashStore.open(copy, new RealDisk())) {
      boolean ended = false;
      for (long id = 0; id < 30; id++) {
        Optional<BlobHash> hash = store.find(id);
        assertTrue(hash.isEmpty() || !ended, "a commit is missing in the middle, cut " + cut);
        ended = hash.isEmpty();
        if (!ended) {
          checkStored(store, id);
        }
      }
      assertEquals(List.of(), TestStores.faults(store.store()));
    }
  }

  /// Cuts the file of the log that was written last.
  private static long cutLog(Path data, Random random) throws IOException {
    Path log;
    try (Stream<Path> files = Files.list(new Layout(data).log())) {
      log = files.max(Comparator.comparing(KillTest::firstRecord)).orElseThrow();
    }
    long keep = random.nextLong(Files.size(log));
    try (FileChannel channel = FileChannel.open(log, StandardOpenOption.WRITE)) {
      channel.truncate(keep);
    }
    return keep;
  }

  /// The sequence of a log file's first record; 0 for a file without records.
  private static long firstRecord(Path log) {
    try (FileChannel channel = FileChannel.open(log)) {
      ByteBuffer head = ByteBuffer.allocate(16);
      channel.read(head, 4096);
      return head.getLong(8);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    List<Path> all;
    try (Stream<Path> paths = Files.walk(from)) {
      all = paths.toList();
    }
    for (Path path : all) {
      Path target = to.resolve(from.relativize(path));
      if (Files.isDirectory(path)) {
        Files.createDirectories(target);
      } else {
        Files.copy(path, target);
      }
    }
  }
}
