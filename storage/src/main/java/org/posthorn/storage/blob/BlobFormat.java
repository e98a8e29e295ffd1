package org.posthorn.storage.blob;

import com.github.luben.zstd.Zstd;
import com.github.luben.zstd.ZstdException;
import java.nio.ByteBuffer;
import java.util.zip.CRC32C;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;

/// How a body is stored: a head, independent chunks, and (if there are several) a table of their
/// stored lengths, so that a slice is found without reading what is before it. All numbers are
/// big-endian.
///
///     head, 32 bytes:   "PHB1", format version (1), flags (0), 2 bytes zero, key id (4; 0 = none),
///                       chunk size (4), size of the body (8), 4 bytes zero, CRC32C of all this
///     chunk:            codec (1), 3 bytes zero, stored length (4), CRC32C (4), stored bytes
///     table:            stored length with chunk head (4) for each chunk, CRC32C of the table
///
/// A chunk's checksum covers codec, length and stored bytes. The key id has room for encryption at
/// rest: chunks then carry encrypted bytes and nothing else changes.
final class BlobFormat {
  static final int HEAD = 32;
  static final int CHUNK_HEAD = 12;
  static final int CHUNK = PiecewiseContent.PIECE;
  static final byte RAW = 0;
  static final byte ZSTD = 1;

  private static final int MAGIC = 0x50484231;
  private static final byte VERSION = 1;

  private BlobFormat() {}

  static long chunks(long size) {
    return size / CHUNK + (size % CHUNK == 0 ? 0 : 1);
  }

  /// The length of the table of a body with so many chunks.
  static int tableLength(int chunks) {
    return chunks < 2 ? 0 : 4 * chunks + 4;
  }

  /// @param out a buffer with an array of its own
  @SuppressWarnings("ByteBufferBackingArray")
  static void writeHead(ByteBuffer out, long size) {
    int start = out.position();
    out.putInt(MAGIC).put(VERSION).put((byte) 0).putShort((short) 0).putInt(0);
    out.putInt(CHUNK).putLong(size).putInt(0);
    out.putInt(crc(out.array(), start, HEAD - 4));
  }

  /// Checks a head and returns the size of the body.
  static long readSize(byte[] head) {
    ByteBuffer in = ByteBuffer.wrap(head);
    if (in.getInt() != MAGIC || in.getInt(HEAD - 4) != crc(head, 0, HEAD - 4)) {
      throw corrupt("its head is damaged");
    }
    if (in.get() != VERSION || in.getInt(8) != 0 || in.getInt(12) != CHUNK) {
      throw corrupt("it was written by a newer version");
    }
    return in.getLong(16);
  }

  /// Encodes a chunk where it stands.
  ///
  /// @param bytes holds the raw octets from `start + CHUNK_HEAD` on; becomes the stored chunk
  /// @param level of compression; 0 for none. A chunk that does not shrink by a tenth stays raw
  /// @return the length of the stored chunk with its head
  static int sealChunk(byte[] bytes, int start, int length, int level) {
    int payload = start + CHUNK_HEAD;
    int stored = level > 0 && length > 512 ? compress(bytes, payload, length, level) : length;
    byte codec = stored < length ? ZSTD : RAW;
    ByteBuffer head = ByteBuffer.wrap(bytes, start, CHUNK_HEAD);
    head.putInt(codec << 24).putInt(stored).putInt(chunkCrc(bytes, start, payload, stored));
    return CHUNK_HEAD + stored;
  }

  /// Compresses in place if that pays, and returns the new length, else the old one.
  private static int compress(byte[] bytes, int offset, int length, int level) {
    byte[] target = new byte[length - length / 10];
    long compressed =
        Zstd.compressByteArray(target, 0, target.length, bytes, offset, length, level);
    if (Zstd.isError(compressed)) {
      return length;
    }
    System.arraycopy(target, 0, bytes, offset, (int) compressed);
    return (int) compressed;
  }

  private static int chunkCrc(byte[] bytes, int head, int payload, int length) {
    return chunkCrc(bytes, head, bytes, payload, length);
  }

  private static int chunkCrc(byte[] head, int start, byte[] bytes, int payload, int length) {
    CRC32C crc = new CRC32C();
    crc.update(head, start, 8);
    crc.update(bytes, payload, length);
    return (int) crc.getValue();
  }

  static int crc(byte[] bytes, int offset, int length) {
    CRC32C crc = new CRC32C();
    crc.update(bytes, offset, length);
    return (int) crc.getValue();
  }

  /// Reads and decodes a whole stored chunk (head and bytes) of known raw length.
  ///
  /// @param storedLength with its head
  static byte[] readChunk(BlobSource source, long start, int storedLength, int rawLength) {
    byte[] head = new byte[CHUNK_HEAD];
    source.read(start, head, 0, CHUNK_HEAD);
    ByteBuffer in = ByteBuffer.wrap(head);
    byte[] stored = new byte[storedLength - CHUNK_HEAD];
    source.read(start + CHUNK_HEAD, stored, 0, stored.length);
    if (in.getInt(4) != stored.length
        || in.getInt(8) != chunkCrc(head, 0, stored, 0, stored.length)) {
      throw corrupt("a chunk does not match its checksum");
    }
    return switch (in.get(0)) {
      case RAW -> {
        if (stored.length != rawLength) {
          throw corrupt("a chunk has a wrong length");
        }
        yield stored;
      }
      case ZSTD -> decompress(stored, rawLength);
      default -> throw corrupt("a chunk has an unknown codec");
    };
  }

  private static byte[] decompress(byte[] stored, int rawLength) {
    try {
      byte[] raw = new byte[rawLength];
      long count = Zstd.decompressByteArray(raw, 0, rawLength, stored, 0, stored.length);
      if (count != rawLength) {
        throw corrupt("a chunk cannot be decompressed");
      }
      return raw;
    } catch (ZstdException _) {
      throw corrupt("a chunk cannot be decompressed");
    }
  }

  static StorageException corrupt(String why) {
    return new StorageException(new StorageError.Corrupt("a stored message is damaged: " + why));
  }
}
