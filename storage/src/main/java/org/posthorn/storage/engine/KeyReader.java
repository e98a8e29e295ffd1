package org.posthorn.storage.engine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.posthorn.storage.model.BlobHash;

/// Reads what [KeyWriter] wrote.
final class KeyReader {
  private final ByteBuffer in;

  KeyReader(byte[] key) {
    in = ByteBuffer.wrap(key);
  }

  Object column(ColumnType<?> type) {
    if (type.isOptional() && in.get() == 0) {
      return ColumnType.ABSENT;
    }
    return switch (type.kind()) {
      case INT64, MICROS -> in.getLong() ^ Long.MIN_VALUE;
      case UINT32 -> in.getInt() & 0xFFFF_FFFFL;
      case INT32 -> in.getInt() ^ Integer.MIN_VALUE;
      case BOOL -> in.get() != 0;
      case STRING -> new String(unescaped(), StandardCharsets.UTF_8);
      case BYTES -> unescaped();
      case HASH -> new BlobHash(in.getLong(), in.getLong(), in.getLong(), in.getLong());
    };
  }

  private byte[] unescaped() {
    byte[] out = new byte[in.remaining()];
    int length = 0;
    while (true) {
      byte b = in.get();
      if (b == 0 && in.get() == KeyWriter.END) {
        return Arrays.copyOf(out, length);
      }
      out[length++] = b;
    }
  }

  /// What has not been read.
  byte[] rest() {
    byte[] rest = new byte[in.remaining()];
    in.get(rest);
    return rest;
  }
}
