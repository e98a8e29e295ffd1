package org.posthorn.storage.mailbox;

import java.util.Optional;
import org.posthorn.storage.mime.HeaderEnd;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.schema.EmailRow;

/// What is kept in memory of an email: the part of its row that never changes and, once somebody
/// has asked for it, the header of what the sender sent. Immutable.
///
/// @param header empty where it is not known
record EmailInfo(BlobHash blob, byte[] prefix, Optional<byte[]> header) {
  static EmailInfo of(EmailRow row) {
    return new EmailInfo(row.blob(), row.prefix(), Optional.empty());
  }

  /// With the header that a body starts with, if it is all there and not too long.
  ///
  /// @param start the first octets of the body
  /// @param whole whether this is the whole body
  EmailInfo withHeaderOf(byte[] start, boolean whole) {
    int end = HeaderEnd.find(start);
    if (end < 0 && whole) {
      end = start.length; // nothing but a header
    }
    return end < 0 || end > MessageReader.CACHED_HEADER
        ? this
        : new EmailInfo(blob, prefix, Optional.of(java.util.Arrays.copyOf(start, end)));
  }

  int weight() {
    return 170 + prefix.length + header.map(octets -> octets.length).orElse(0);
  }
}
