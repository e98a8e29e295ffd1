package org.posthorn.storage.blob;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.posthorn.storage.io.SimulatedDisk;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;

class SpoolTest {
  private final SimulatedDisk disk = new SimulatedDisk(1);

  private Spool spool(int level) {
    return Spool.open(disk, Path.of("/spool"), new SpoolOptions(256 * 1024, level));
  }

  /// Half of it can be compressed.
  private static byte[] octets(int size) {
    byte[] octets = new byte[size];
    new Random(size).nextBytes(octets);
    for (int i = 0; i < size; i += 2) {
      octets[i] = 'a';
    }
    return octets;
  }

  @ParameterizedTest
  @CsvSource({
    "0,0", "1,0", "5000,0", "131072,0", "131073,0", "300000,0", "1000000,0",
    "0,3", "1,3", "5000,3", "131072,3", "131073,3", "300000,3", "1000000,3"
  })
  void whatIsWrittenInPiecesIsReadInAnySlice(int size, int level) throws Exception {
    byte[] octets = octets(size);
    ByteArrayOutputStream seen = new ByteArrayOutputStream();
    Random random = new Random(7);
    try (SpoolWriter writer = spool(level).newBody(size, seen::write)) {
      for (int at = 0; at < size; ) {
        int count = Math.min(size - at, 1 + random.nextInt(20_000));
        writer.write(ByteBuffer.wrap(octets, at, count));
        at += count;
      }
      try (SpooledBody body = writer.finish()) {
        assertEquals(BlobHash.of(MessageDigest.getInstance("SHA-256").digest(octets)), body.hash());
        assertArrayEquals(octets, seen.toByteArray());
        Content content = body.content();
        assertEquals(size, content.size());
        for (int i = 0; i < 20; i++) {
          int from = random.nextInt(size + 1);
          int to = from + random.nextInt(size - from + 1);
          assertArrayEquals(Arrays.copyOfRange(octets, from, to), content.read(from, to - from));
        }
        assertEquals(level > 0 && size > 1, EncodedBody.of(body).length() < size);
      }
    }
    assertEquals(List.of(), disk.files());
  }

  @Test
  void aBodyOverTheLimitIsRefused() {
    try (SpoolWriter writer = spool(0).newBody(500_000, BodyObserver.NONE)) {
      writer.write(new byte[400_000], 0, 400_000);
      assertEquals(1, disk.files().size());
      StorageException refused =
          assertThrows(StorageException.class, () -> writer.write(new byte[100_001], 0, 100_001));
      assertInstanceOf(StorageError.Limit.class, refused.error());
    }
    assertEquals(List.of(), disk.files());
  }

  @Test
  void filesOfAnEarlierProcessAreRemoved() {
    SpoolWriter left = spool(0).newBody(500_000, BodyObserver.NONE);
    left.write(new byte[400_000], 0, 400_000);
    assertEquals(1, disk.files().size());
    spool(0);
    assertEquals(List.of(), disk.files());
  }

  @Test
  void everyFlippedBitIsFound() {
    byte[] octets = octets(2_000);
    try (SpooledBody body = spool(3).body(octets)) {
      EncodedBody encoded = EncodedBody.of(body);
      byte[] stored = new byte[(int) encoded.length()];
      encoded.encoded().get(stored);
      for (int i = 0; i < stored.length; i++) {
        byte[] damaged = stored.clone();
        damaged[i] ^= 1;
        StorageException found =
            assertThrows(
                StorageException.class,
                () -> BlobContent.open(BlobSource.of(damaged, damaged.length)).read(0, 2_000));
        assertInstanceOf(StorageError.Corrupt.class, found.error());
      }
    }
  }

  @Test
  void aBodyCutShortIsFound() {
    try (SpooledBody body = spool(0).body(octets(200_000))) {
      EncodedBody encoded = EncodedBody.of(body);
      byte[] stored = new byte[(int) encoded.length()];
      encoded.encoded().get(stored);
      for (int length : new int[] {0, 31, 32, 1000, 140_000, stored.length - 1}) {
        assertThrows(
            StorageException.class,
            () -> BlobContent.open(BlobSource.of(stored, length)).read(0, 200_000));
      }
      assertTrue(BlobContent.open(BlobSource.of(stored, stored.length)).size() == 200_000);
    }
  }
}
