package org.posthorn.storage.delivery;

import java.time.Instant;
import java.util.List;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.engine.Scopes;

/// Stores a message for some of its recipients, in one transaction: the part of a delivery that one
/// store does where several hold the mailboxes. Nothing is queued. Thread-safe.
///
/// Errors: [org.posthorn.storage.model.StorageException] where nothing was stored for anybody.
public interface GroupDelivery {
  /// Accounts of one transaction: its scopes, less one for the queue.
  int GROUP = Scopes.MAX - 1;

  /// Carries out plans of at most [#GROUP] accounts; none may redirect.
  ///
  /// @return one outcome for each plan, in order
  List<DeliveryOutcome> store(SpooledBody body, Instant receivedAt, List<DeliveryPlan> group);

  /// Carries out one plan, unless that was done before under the same name.
  ///
  /// @param name what it is called, in all of the store
  /// @param remembered until when the name is kept
  /// @throws org.posthorn.storage.model.StorageException where the account refuses it, too
  void storeOnce(
      String name, Instant remembered, SpooledBody body, Instant receivedAt, DeliveryPlan plan);
}
