package org.posthorn.storage.delivery;

import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.Uid;

/// What became of one [DeliveryPlan].
public sealed interface DeliveryOutcome {
  /// It is durable in a mailbox (the first, where the plan names several).
  record Delivered(MailboxId mailbox, Uid uid) implements DeliveryOutcome {}

  /// It is durable in the queue.
  record Queued() implements DeliveryOutcome {}

  /// The plan wanted it dropped.
  record Discarded() implements DeliveryOutcome {}

  /// It was refused; no trace of it is stored for this recipient.
  record Refused(StorageError error) implements DeliveryOutcome {}
}
