package org.posthorn.storage.delivery;

import java.util.List;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.queue.NewEntry;

/// How a message goes into the queue. The methods have no effects: they may be called again for
/// the same message.
public interface Onward {
  /// The entries for recipients elsewhere, queued with the first group: all of them or none.
  List<NewEntry> elsewhere();

  /// The entry of a recipient here whose transaction failed for a while.
  NewEntry waiting(DeliveryPlan plan);

  /// The entry for an address that a recipient here sends the message on to; more than one where
  /// the address leads back here and on.
  List<NewEntry> redirected(DeliveryPlan plan, MailAddress to);
}
