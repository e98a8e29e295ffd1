package org.posthorn.storage.engine.segment;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;

/// Where the stored form of a body stands.
public sealed interface BodyPlace {
  /// How long the stored form is, in bytes.
  long length();

  /// Inside a segment.
  ///
  /// @param segment the segment's number
  /// @param offset where the stored form starts in the file
  record InSegment(long segment, long offset, long length) implements BodyPlace {}

  /// A file of its own.
  ///
  /// @param name the file's name
  record InFile(String name, long length) implements BodyPlace {}

  /// Beside the index, waiting to be moved into a segment.
  record Inline(long length) implements BodyPlace {}

  /// As an index value.
  default byte[] encode() {
    return switch (this) {
      case InSegment(long segment, long offset, long length) ->
          ByteBuffer.allocate(25)
              .put((byte) 1)
              .putLong(segment)
              .putLong(offset)
              .putLong(length)
              .array();
      case InFile(String name, long length) -> {
        byte[] text = name.getBytes(StandardCharsets.US_ASCII);
        yield ByteBuffer.allocate(9 + text.length).put((byte) 2).putLong(length).put(text).array();
      }
      case Inline(long length) -> ByteBuffer.allocate(9).put((byte) 3).putLong(length).array();
    };
  }

  /// Reads an index value.
  static BodyPlace decode(byte[] value) {
    ByteBuffer in = ByteBuffer.wrap(value);
    return switch (in.get()) {
      case 1 -> new InSegment(in.getLong(), in.getLong(), in.getLong());
      case 2 -> {
        long length = in.getLong();
        yield new InFile(
            new String(value, in.position(), in.remaining(), StandardCharsets.US_ASCII), length);
      }
      case 3 -> new Inline(in.getLong());
      default -> throw new IllegalStateException("a place of a body in an unknown form");
    };
  }
}
