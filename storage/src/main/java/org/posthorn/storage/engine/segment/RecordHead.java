package org.posthorn.storage.engine.segment;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.zip.CRC32C;
import org.posthorn.storage.model.BlobHash;

/// What stands before each body in a segment, so that a segment can be walked: "PHR1", length of
/// the stored form (4), hash (32), CRC32C of these (4).
///
/// @param hash which body follows
/// @param length bytes of its stored form
record RecordHead(BlobHash hash, int length) {
  static final int LENGTH = 44;

  private static final int MAGIC = 0x50485231;

  void write(ByteBuffer out) {
    byte[] head = new byte[LENGTH];
    ByteBuffer fields = ByteBuffer.wrap(head);
    fields.putInt(MAGIC).putInt(length).put(hash.bytes()).putInt(crc(head));
    out.put(head);
  }

  /// The head in these bytes, or empty if they are none.
  static Optional<RecordHead> read(byte[] bytes) {
    ByteBuffer in = ByteBuffer.wrap(bytes);
    if (in.getInt() != MAGIC || in.getInt(LENGTH - 4) != crc(bytes)) {
      return Optional.empty();
    }
    int length = in.getInt();
    BlobHash hash = new BlobHash(in.getLong(), in.getLong(), in.getLong(), in.getLong());
    return Optional.of(new RecordHead(hash, length));
  }

  private static int crc(byte[] head) {
    CRC32C crc = new CRC32C();
    crc.update(head, 0, LENGTH - 4);
    return (int) crc.getValue();
  }
}
