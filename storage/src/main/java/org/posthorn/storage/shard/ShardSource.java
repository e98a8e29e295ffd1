package org.posthorn.storage.shard;

import java.time.Duration;
import org.posthorn.storage.engine.Store;

/// Where a shard is.
///
/// @param name its name, which stands beside each of its accounts: never changed
/// @param opener opens it
/// @param patience how long a shard that has gone is waited for before its clients are refused at
///     once
public record ShardSource(String name, Opener opener, Duration patience) {
  /// Opens a shard's store with its services.
  @FunctionalInterface
  public interface Opener {
    /// @param home the store of the directory, whose node number the shard's borrows
    /// @throws org.posthorn.storage.model.StorageException `Unavailable` where it cannot be reached
    ///     now
    MailHost open(Store home);
  }
}
