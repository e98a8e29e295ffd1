package org.posthorn.storage.blob;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.stream.Stream;
import java.util.zip.CRC32C;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;

/// Fuzz target: a stored body is read, or is said to be damaged; it never asks for more memory than
/// a chunk.
class BlobFuzzTest {
  static Stream<byte[]> seeds() {
    return Stream.of(new byte[0], new byte[] {1, 2, 3}).map(BlobFuzzTest::stored);
  }

  private static byte[] stored(byte[] body) {
    byte[] bytes = new byte[BlobFormat.HEAD + 64 + body.length];
    ByteBuffer head = ByteBuffer.wrap(bytes);
    BlobFormat.writeHead(head, body.length);
    int chunk = BlobFormat.HEAD;
    System.arraycopy(body, 0, bytes, chunk + BlobFormat.CHUNK_HEAD, body.length);
    int length = body.length == 0 ? 0 : BlobFormat.sealChunk(bytes, chunk, body.length, 0);
    return Arrays.copyOf(bytes, chunk + length);
  }

  @MethodSource("seeds")
  @FuzzTest
  void isReadOrDamaged(byte[] stored) {
    read(stored);
    read(withRightChecksums(stored));
  }

  /// Else hardly an input would come behind the head.
  private static byte[] withRightChecksums(byte[] stored) {
    byte[] bytes = stored.clone();
    if (bytes.length >= BlobFormat.HEAD + BlobFormat.CHUNK_HEAD) {
      ByteBuffer in = ByteBuffer.wrap(bytes);
      in.putInt(BlobFormat.HEAD - 4, BlobFormat.crc(bytes, 0, BlobFormat.HEAD - 4));
      int payload = BlobFormat.HEAD + BlobFormat.CHUNK_HEAD;
      int length = Math.clamp(in.getInt(BlobFormat.HEAD + 4), 0, bytes.length - payload);
      CRC32C crc = new CRC32C();
      crc.update(bytes, BlobFormat.HEAD, 8);
      crc.update(bytes, payload, length);
      in.putInt(payload - 4, (int) crc.getValue());
    }
    return bytes;
  }

  private static void read(byte[] stored) {
    try {
      BlobContent content = BlobContent.open(BlobSource.of(stored, stored.length));
      long[] total = new long[1];
      content.writeTo(0, content.size(), (bytes, offset, length) -> total[0] += length);
      assertEquals(content.size(), total[0]);
    } catch (StorageException refused) {
      assertInstanceOf(StorageError.Corrupt.class, refused.error());
    }
  }
}
