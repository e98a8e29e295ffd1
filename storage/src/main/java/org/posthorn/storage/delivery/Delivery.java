package org.posthorn.storage.delivery;

import java.time.Instant;
import java.util.List;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.model.Actor;

/// Stores one message for its recipients.
public interface Delivery {
  /// Carries out all plans and returns when their results are durable: in one transaction for
  /// each group of at most 50 recipients. What goes elsewhere is queued in the transaction of the
  /// first group, or in one of its own where nobody is here.
  ///
  /// A recipient who is over quota or gone is refused alone. Once a group has committed the
  /// message is ours: recipients of later groups whose transaction fails for a temporary reason
  /// are put into the queue and reported as `Queued`.
  ///
  /// @param actor who brought the message
  /// @param body what the sender sent; the caller closes it after the call
  /// @param receivedAt the messages' internal date
  /// @param plans one for each recipient here
  /// @param onward how it goes into the queue
  /// @return one outcome for each plan, in order
  /// @throws org.posthorn.storage.model.StorageException where nothing was stored for anybody and
  ///     the reason is not one recipient's own
  List<DeliveryOutcome> deliver(
      Actor actor, SpooledBody body, Instant receivedAt, List<DeliveryPlan> plans, Onward onward);
}
