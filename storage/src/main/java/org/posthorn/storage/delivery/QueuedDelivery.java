package org.posthorn.storage.delivery;

import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.queue.QueueLease;

/// Takes what waited in the queue to an account: it can neither be lost nor be delivered twice.
@FunctionalInterface
public interface QueuedDelivery {
  /// Delivers an entry and takes it out of the queue.
  ///
  /// @param lease the entry; where another worker has it by now, it is theirs to take out
  /// @param account who gets it
  /// @return whether this worker took it out
  /// @throws org.posthorn.storage.model.StorageException where the account refuses it; the entry
  ///     stays in the queue then
  boolean deliverQueued(QueueLease lease, AccountId account);
}
