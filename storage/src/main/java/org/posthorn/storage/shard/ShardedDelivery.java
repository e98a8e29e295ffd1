package org.posthorn.storage.shard;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.posthorn.storage.blob.BodyObserver;
import org.posthorn.storage.blob.Content;
import org.posthorn.storage.blob.Spool;
import org.posthorn.storage.blob.SpoolWriter;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.delivery.Delivery;
import org.posthorn.storage.delivery.DeliveryOutcome;
import org.posthorn.storage.delivery.DeliveryPlan;
import org.posthorn.storage.delivery.Onward;
import org.posthorn.storage.delivery.QueuedDelivery;
import org.posthorn.storage.delivery.StoredDelivery;
import org.posthorn.storage.directory.AccountPlaces;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.Actor;
import org.posthorn.storage.queue.Ending;
import org.posthorn.storage.queue.QueueEntry;
import org.posthorn.storage.queue.QueueLease;
import org.posthorn.storage.queue.StoredMailQueue;

/// Delivery to accounts in all stores. Thread-safe.
///
/// The home store comes first, with what goes into the queue in the same transaction; then the
/// shards, one after the other. Once any of them has committed, the message is ours: what another
/// one cannot store now waits in the queue, as does a later group in [StoredDelivery].
public final class ShardedDelivery implements Delivery, QueuedDelivery {
  /// How long a shard remembers what it was given from the queue.
  private static final Duration REMEMBERED = Duration.ofDays(30);

  private final Shards shards;
  private final StoredDelivery here;
  private final StoredMailQueue queue;
  private final Spool spool;
  private final Clock clock;

  /// @param here delivers to accounts beside the directory
  public ShardedDelivery(
      Shards shards, StoredDelivery here, StoredMailQueue queue, Spool spool, Clock clock) {
    this.shards = shards;
    this.here = here;
    this.queue = queue;
    this.spool = spool;
    this.clock = clock;
  }

  @Override
  public List<DeliveryOutcome> deliver(
      Actor actor, SpooledBody body, Instant receivedAt, List<DeliveryPlan> plans, Onward onward) {
    SpreadMessage message = new SpreadMessage(shards, queue, body, receivedAt, onward);
    plans.forEach(message::add);
    if (!message.leavesHome()) {
      return here.deliver(actor, body, receivedAt, plans, onward);
    }
    message.deliverHome(own -> here.deliver(actor, body, receivedAt, own, onward));
    message.deliverToShards();
    return message.finish();
  }

  @Override
  public boolean deliverQueued(QueueLease lease, AccountId account) {
    String place = shards.placeOf(account);
    if (place.equals(AccountPlaces.HOME)) {
      return here.deliverQueued(lease, account);
    }
    QueueEntry entry = lease.entry();
    // Two stores know no common transaction: the shard remembers that it has the message, so that
    // whoever finds the entry still in the queue delivers nothing again.
    try (SpooledBody body = spool(entry)) {
      shards
          .host(place)
          .delivery()
          .storeOnce(
              "queue " + entry.id(),
              clock.instant().plus(REMEMBERED),
              body,
              entry.queuedAt(),
              StoredDelivery.planOf(entry, account));
    }
    Set<?> lost = queue.settle(List.of(new Ending.Remove(lease)), List.of());
    return lost.isEmpty();
  }

  private SpooledBody spool(QueueEntry entry) {
    Content content = queue.bodyOf(entry);
    try (SpoolWriter into = spool.newBody(content.size(), BodyObserver.NONE)) {
      content.writeTo(0, content.size(), into::write);
      return into.finish();
    }
  }
}
