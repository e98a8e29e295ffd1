package org.posthorn.smtp.delivery;

import java.util.List;
import java.util.stream.Stream;
import org.posthorn.storage.delivery.DeliveryPlan;
import org.posthorn.storage.delivery.Onward;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.queue.NewEntry;

/// The way of a message that may not go yet: everybody's copy waits in the queue, those of people
/// here too (RFC 4865 §3).
///
/// @param way how it would go
/// @param plans what is to happen here
record HeldBack(Onward way, List<DeliveryPlan> plans) implements Onward {
  @Override
  public List<NewEntry> elsewhere() {
    return Stream.concat(way.elsewhere().stream(), plans.stream().map(way::waiting)).toList();
  }

  @Override
  public NewEntry waiting(DeliveryPlan plan) {
    return way.waiting(plan);
  }

  @Override
  public List<NewEntry> redirected(DeliveryPlan plan, MailAddress to) {
    return way.redirected(plan, to);
  }
}
