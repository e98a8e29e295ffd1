package org.posthorn.storage.engine;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.posthorn.storage.model.BlobHash;

/// The value of a row in a key-value engine: each column outside the key as `varint(number * 4 +
/// form)` and its bytes, so that rows outlive changes of their table.
///
/// Absent columns are left out; unknown numbers (a column since removed) are skipped.
final class RowCodec {
  /// A varint follows.
  private static final int VARINT = 0;

  /// A varint with the length, then that many bytes, follow.
  private static final int SIZED = 1;

  /// 32 bytes follow.
  private static final int FIXED32 = 2;

  private RowCodec() {}

  static <R> byte[] encode(List<Column<R, ?>> columns, R row) {
    ByteArrayOutputStream out = new ByteArrayOutputStream(64);
    for (Column<R, ?> column : columns) {
      Object raw = column.raw(row);
      if (raw != ColumnType.ABSENT) {
        write(out, column.number(), column.type().kind(), raw);
      }
    }
    return out.toByteArray();
  }

  private static void write(
      ByteArrayOutputStream out, int number, ColumnType.Kind kind, Object raw) {
    switch (kind) {
      case INT64, MICROS -> number(out, number, zigzag((Long) raw));
      case UINT32 -> number(out, number, (Long) raw);
      case INT32 -> number(out, number, zigzag((Integer) raw));
      case BOOL -> number(out, number, (Boolean) raw ? 1 : 0);
      case STRING -> sized(out, number, ((String) raw).getBytes(StandardCharsets.UTF_8));
      case BYTES -> sized(out, number, (byte[]) raw);
      case HASH -> {
        varint(out, (long) number << 2 | FIXED32);
        out.writeBytes(((BlobHash) raw).bytes());
      }
    }
  }

  private static void number(ByteArrayOutputStream out, int number, long value) {
    varint(out, (long) number << 2 | VARINT);
    varint(out, value);
  }

  private static void sized(ByteArrayOutputStream out, int number, byte[] bytes) {
    varint(out, (long) number << 2 | SIZED);
    varint(out, bytes.length);
    out.writeBytes(bytes);
  }

  private static long zigzag(long value) {
    return value << 1 ^ value >> 63;
  }

  private static void varint(ByteArrayOutputStream out, long value) {
    long rest = value;
    while ((rest & ~0x7FL) != 0) {
      out.write((int) ((rest & 0x7F) | 0x80));
      rest >>>= 7;
    }
    out.write((int) rest);
  }

  /// Fills `raw` (by position) with the columns found; `byNumber` is indexed by column number.
  static <R> void decode(List<Column<R, ?>> byNumber, ByteBuffer in, Object[] raw) {
    while (in.hasRemaining()) {
      long tag = varint(in);
      int number = (int) (tag >>> 2);
      int form = (int) tag & 3;
      if (number < byNumber.size() && byNumber.get(number).number() == number) {
        Column<R, ?> column = byNumber.get(number);
        raw[column.position()] = read(column.type().kind(), in);
      } else {
        skip(form, in);
      }
    }
  }

  private static Object read(ColumnType.Kind kind, ByteBuffer in) {
    return switch (kind) {
      case INT64, MICROS -> unzigzag(varint(in));
      case UINT32 -> varint(in);
      case INT32 -> (int) unzigzag(varint(in));
      case BOOL -> varint(in) != 0;
      case STRING -> new String(sized(in), StandardCharsets.UTF_8);
      case BYTES -> sized(in);
      case HASH -> new BlobHash(in.getLong(), in.getLong(), in.getLong(), in.getLong());
    };
  }

  private static void skip(int form, ByteBuffer in) {
    switch (form) {
      case VARINT -> varint(in);
      case SIZED -> sized(in);
      case FIXED32 -> in.position(in.position() + 32);
      default -> throw new IllegalStateException("a stored row has an unknown form " + form);
    }
  }

  private static byte[] sized(ByteBuffer in) {
    long length = varint(in);
    if (length < 0 || length > in.remaining()) {
      throw new IllegalStateException("a stored row is cut short");
    }
    byte[] bytes = new byte[(int) length];
    in.get(bytes);
    return bytes;
  }

  private static long unzigzag(long value) {
    return value >>> 1 ^ -(value & 1);
  }

  private static long varint(ByteBuffer in) {
    long value = 0;
    for (int shift = 0; shift < 64; shift += 7) {
      byte b = in.get();
      value |= (b & 0x7FL) << shift;
      if (b >= 0) {
        return value;
      }
    }
    throw new IllegalStateException("a stored row has a number of more than 64 bits");
  }
}
