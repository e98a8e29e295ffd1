package org.posthorn.storage.mailbox;

import java.util.Optional;

/// A walk over messages in ascending order of UID. While one batch is looked at, the next is being
/// read. For one thread at a time; may be left at any time.
public interface MessageWalk {
  /// The next message; empty at the end. The one before is no longer valid. Those that are gone are
  /// passed over.
  ///
  /// @throws org.posthorn.storage.model.StorageException if the messages that come now cannot be
  ///     read; the walk is over then
  Optional<StoredMessage> next();
}
