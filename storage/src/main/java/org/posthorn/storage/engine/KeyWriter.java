package org.posthorn.storage.engine;

import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.posthorn.storage.model.BlobHash;

/// Writes column values so that unsigned comparison of the bytes is the order of the values:
/// numbers big-endian with the sign bit flipped, strings and bytes with zero escaped and a
/// terminator, so that no value's encoding is the start of another's.
final class KeyWriter {
  private static final VarHandle LONG =
      MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
  private static final VarHandle INT =
      MethodHandles.byteArrayViewVarHandle(int[].class, ByteOrder.BIG_ENDIAN);

  /// A zero inside a value is written as `00 FF`; the value ends with `00 01`.
  static final byte ESCAPED_ZERO = (byte) 0xFF;

  static final byte END = 1;

  private byte[] buffer = new byte[48];
  private int length;

  void column(ColumnType<?> type, Object raw) {
    if (type.isOptional()) {
      byteValue(raw == ColumnType.ABSENT ? 0 : 1);
      if (raw == ColumnType.ABSENT) {
        return;
      }
    }
    switch (type.kind()) {
      case INT64, MICROS -> longValue((Long) raw ^ Long.MIN_VALUE);
      case UINT32 -> intValue((int) (long) (Long) raw);
      case INT32 -> intValue((Integer) raw ^ Integer.MIN_VALUE);
      case BOOL -> byteValue((Boolean) raw ? 1 : 0);
      case STRING -> {
        escaped(((String) raw).getBytes(StandardCharsets.UTF_8));
        terminator();
      }
      case BYTES -> {
        escaped((byte[]) raw);
        terminator();
      }
      case HASH -> {
        BlobHash hash = (BlobHash) raw;
        longValue(hash.a());
        longValue(hash.b());
        longValue(hash.c());
        longValue(hash.d());
      }
    }
  }

  /// The start of a string: what all strings with this start have in common.
  void start(String text) {
    escaped(text.getBytes(StandardCharsets.UTF_8));
  }

  void byteValue(int value) {
    room(1);
    buffer[length++] = (byte) value;
  }

  void longValue(long value) {
    room(8);
    LONG.set(buffer, length, value);
    length += 8;
  }

  void intValue(int value) {
    room(4);
    INT.set(buffer, length, value);
    length += 4;
  }

  void bytes(byte[] bytes) {
    room(bytes.length);
    System.arraycopy(bytes, 0, buffer, length, bytes.length);
    length += bytes.length;
  }

  private void escaped(byte[] bytes) {
    room(bytes.length + 2);
    for (byte b : bytes) {
      byteValue(b);
      if (b == 0) {
        byteValue(ESCAPED_ZERO);
      }
    }
  }

  private void terminator() {
    byteValue(0);
    byteValue(END);
  }

  private void room(int more) {
    if (length + more > buffer.length) {
      buffer = Arrays.copyOf(buffer, Math.max(buffer.length * 2, length + more));
    }
  }

  byte[] toBytes() {
    return Arrays.copyOf(buffer, length);
  }
}
