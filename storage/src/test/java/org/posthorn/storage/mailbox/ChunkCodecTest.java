package org.posthorn.storage.mailbox;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.github.luben.zstd.Zstd;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.Uid;
import org.posthorn.storage.schema.KeywordBits;

/// Chunks and lists of them as octets: what is written is read again, and nothing else is.
class ChunkCodecTest {
  private final Random random = new Random(20);

  private Chunk chunk(int size, int keywords) {
    Chunk.Builder builder = new Chunk.Builder();
    long uid = 1 + random.nextInt(1_000);
    for (int i = 0; i < size; i++) {
      byte[] bits = KeywordBits.NONE;
      for (int k = 0; k < keywords; k++) {
        bits = random.nextBoolean() ? KeywordBits.with(bits, random.nextInt(keywords)) : bits;
      }
      builder.add(
          uid,
          random.nextInt(32),
          1 + random.nextLong(1L << 40),
          random.nextLong(1 << 30),
          random.nextLong(),
          random.nextLong(),
          1 + random.nextLong(Long.MAX_VALUE),
          bits);
      uid += 1 + random.nextInt(100);
    }
    return builder.build();
  }

  private static void assertSame(Chunk expected, Chunk found) {
    assertArrayEquals(expected.uids, found.uids);
    assertArrayEquals(expected.flags, found.flags);
    assertArrayEquals(expected.modSeqs, found.modSeqs);
    assertArrayEquals(expected.sizes, found.sizes);
    assertArrayEquals(expected.internalDates, found.internalDates);
    assertArrayEquals(expected.saveDates, found.saveDates);
    assertArrayEquals(expected.emails, found.emails);
    for (int i = 0; i < expected.size; i++) {
      assertArrayEquals(expected.keywordBits(i), found.keywordBits(i));
    }
    assertEquals(expected.weight(), found.weight());
  }

  @Test
  void whatIsWrittenIsRead() throws Exception {
    for (int size : new int[] {1, 2, 100, Chunk.CAPACITY}) {
      for (int keywords : new int[] {0, 1, 3, 40}) {
        Chunk chunk = chunk(size, keywords);
        assertSame(chunk, ChunkCodec.decode(ChunkCodec.encode(chunk)));
      }
    }
    Chunk.Builder extremes = new Chunk.Builder();
    extremes.add(1, 0, 1, 0, Long.MIN_VALUE, Long.MAX_VALUE, 1, KeywordBits.NONE);
    extremes.add(
        Uid.MAX,
        31,
        Long.MAX_VALUE,
        Long.MAX_VALUE,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        Long.MAX_VALUE,
        KeywordBits.NONE);
    Chunk chunk = extremes.build();
    assertSame(chunk, ChunkCodec.decode(ChunkCodec.encode(chunk)));
  }

  @Test
  void aChunkWithTooManyKeywordsIsNotWritten() {
    assertEquals(0, ChunkCodec.encode(chunk(Chunk.CAPACITY, 4_000)).length);
  }

  @Test
  void cutShortOrWithMoreBehindItIsRefused() {
    byte[] octets = ChunkCodec.encode(chunk(50, 3));
    for (int length = 0; length < octets.length; length++) {
      byte[] cut = Arrays.copyOf(octets, length);
      assertThrows(Octets.Malformed.class, () -> ChunkCodec.decode(cut));
    }
    assertThrows(
        Octets.Malformed.class, () -> ChunkCodec.decode(Arrays.copyOf(octets, octets.length + 9)));
  }

  /// Behind a hash nobody gets as far as this; the columns are changed before they are compressed.
  @Test
  void changedColumnsAreRefusedOrMakeAnotherSoundChunk() {
    byte[] octets = ChunkCodec.encode(chunk(60, 2));
    int head = 2 + (octets[1] < 0 ? 1 : 0);
    byte[] columns = Zstd.decompress(Arrays.copyOfRange(octets, head, octets.length), 256 * 1024);
    int refused = 0;
    for (int i = 0; i < 20_000; i++) {
      byte[] changed = columns.clone();
      for (int k = random.nextInt(4); k >= 0; k--) {
        changed[random.nextInt(changed.length)] = (byte) random.nextInt();
      }
      refused += isRefused(packed(changed, changed.length)) ? 1 : 0;
    }
    assertTrue(refused > 1_000);
  }

  private static byte[] packed(byte[] columns, int length) {
    Octets.Writer out = new Octets.Writer();
    out.octet(1);
    out.number(length);
    out.octets(Zstd.compress(columns));
    return out.toByteArray();
  }

  private static boolean isRefused(byte[] octets) {
    try {
      Chunk chunk = ChunkCodec.decode(octets);
      for (int i = 0; i < chunk.size; i++) {
        assertTrue(chunk.uid(i) > (i == 0 ? 0 : chunk.uid(i - 1)));
        assertTrue(chunk.modSeqs[i] > 0 && chunk.sizes[i] >= 0 && chunk.emails[i] > 0);
        assertTrue(chunk.flags[i] >= 0 && chunk.flags[i] < 32);
      }
      return false;
    } catch (Octets.Malformed _) {
      return true;
    }
  }

  @Test
  void noiseAndOtherVersionsAreRefused() {
    for (int i = 0; i < 5_000; i++) {
      byte[] noise = new byte[random.nextInt(200)];
      random.nextBytes(noise);
      assertThrows(Octets.Malformed.class, () -> ChunkCodec.decode(noise));
    }
    byte[] octets = ChunkCodec.encode(chunk(5, 0));
    octets[0] = 2;
    assertThrows(Octets.Malformed.class, () -> ChunkCodec.decode(octets));
  }

  @Test
  void whatWouldGrowTooLargeIsRefused() {
    byte[] zeros = new byte[64 << 20];
    assertThrows(Octets.Malformed.class, () -> ChunkCodec.decode(packed(zeros, zeros.length)));
    assertThrows(Octets.Malformed.class, () -> ChunkCodec.decode(packed(zeros, 1_000)));
    assertThrows(Octets.Malformed.class, () -> ChunkCodec.decode(packed(new byte[9], 10)));
  }

  @Test
  void listsAreReadAgainAndNothingElseIs() throws Exception {
    List<SnapshotList.Piece> pieces =
        List.of(
            new SnapshotList.Piece(new BlobHash(1, 2, 3, 4), 15_000, 1_024),
            new SnapshotList.Piece(new BlobHash(5, 6, 7, 8), 200, 1));
    SnapshotList list = new SnapshotList(new MailboxId(77), 12, Long.MAX_VALUE, pieces);
    byte[] octets = list.encode();
    assertEquals(list, SnapshotList.decode(octets));
    for (int length = 0; length < octets.length; length++) {
      byte[] cut = Arrays.copyOf(octets, length);
      assertThrows(Octets.Malformed.class, () -> SnapshotList.decode(cut));
    }
    assertThrows(
        Octets.Malformed.class,
        () -> SnapshotList.decode(Arrays.copyOf(octets, octets.length + 1)));
    byte[] endless = Arrays.copyOf(octets, 6);
    endless[5] = 0x7f;
    assertThrows(Octets.Malformed.class, () -> SnapshotList.decode(endless));
  }
}
