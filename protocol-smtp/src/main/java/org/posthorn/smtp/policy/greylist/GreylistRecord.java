package org.posthorn.smtp.policy.greylist;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Optional;

/// What is remembered of a sender.
///
/// @param firstSeen when it was seen first
/// @param passed messages that were let pass
record GreylistRecord(Instant firstSeen, int passed) {
  private static final int LENGTH = Byte.BYTES + Long.BYTES + Integer.BYTES;
  private static final byte FORMAT = 1;

  byte[] encode() {
    return ByteBuffer.allocate(LENGTH)
        .put(FORMAT)
        .putLong(firstSeen.toEpochMilli())
        .putInt(passed)
        .array();
  }

  /// The record in a row; empty where a later version wrote it.
  static Optional<GreylistRecord> decode(byte[] row) {
    ByteBuffer buffer = ByteBuffer.wrap(row);
    return row.length == LENGTH && buffer.get() == FORMAT
        ? Optional.of(new GreylistRecord(Instant.ofEpochMilli(buffer.getLong()), buffer.getInt()))
        : Optional.empty();
  }

  GreylistRecord withOneMore() {
    return new GreylistRecord(firstSeen, passed == Integer.MAX_VALUE ? passed : passed + 1);
  }
}
