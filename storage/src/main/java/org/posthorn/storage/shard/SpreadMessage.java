package org.posthorn.storage.shard;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.delivery.DeliveryAction;
import org.posthorn.storage.delivery.DeliveryOutcome;
import org.posthorn.storage.delivery.DeliveryPlan;
import org.posthorn.storage.delivery.Onward;
import org.posthorn.storage.delivery.StoredDelivery;
import org.posthorn.storage.directory.AccountPlaces;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.queue.MailQueue;
import org.posthorn.storage.queue.NewEntry;

/// One message on its way to several stores. One use, one thread.
final class SpreadMessage {
  private final Shards shards;
  private final MailQueue queue;
  private final SpooledBody body;
  private final Instant receivedAt;
  private final Onward onward;
  private final Map<String, List<Part>> parts = new LinkedHashMap<>();
  private final Map<Integer, DeliveryOutcome> outcomes = new TreeMap<>();
  private final List<Part> waiting = new ArrayList<>();
  private Optional<StorageException> failure = Optional.empty();
  private int count;
  private boolean ours;

  /// A recipient.
  ///
  /// @param place where its plan stands among all
  private record Part(int place, DeliveryPlan plan) {}

  SpreadMessage(
      Shards shards, MailQueue queue, SpooledBody body, Instant receivedAt, Onward onward) {
    this.shards = shards;
    this.queue = queue;
    this.body = body;
    this.receivedAt = receivedAt;
    this.onward = onward;
  }

  void add(DeliveryPlan plan) {
    parts
        .computeIfAbsent(shards.placeOf(plan.account()), _ -> new ArrayList<>())
        .add(new Part(count++, plan));
  }

  /// Whether somebody's mail lies in a shard.
  boolean leavesHome() {
    return parts.keySet().stream().anyMatch(place -> !place.equals(AccountPlaces.HOME));
  }

  private static List<DeliveryPlan> plans(List<Part> some) {
    return some.stream().map(Part::plan).toList();
  }

  /// Delivers to those beside the directory, and to the queue what goes there.
  void deliverHome(Function<List<DeliveryPlan>, List<DeliveryOutcome>> delivery) {
    List<Part> own = parts.getOrDefault(AccountPlaces.HOME, List.of());
    boolean queues = !onward.elsewhere().isEmpty();
    if (!own.isEmpty() || queues) {
      note(own, delivery.apply(plans(own)));
      ours |= queues;
    }
  }

  private void note(List<Part> some, List<DeliveryOutcome> results) {
    for (int i = 0; i < some.size(); i++) {
      outcomes.put(some.get(i).place, results.get(i));
      ours |= !(results.get(i) instanceof DeliveryOutcome.Refused);
    }
  }

  void deliverToShards() {
    parts.forEach(
        (place, some) -> {
          if (!place.equals(AccountPlaces.HOME)) {
            int from = 0;
            for (List<DeliveryPlan> group : StoredDelivery.groups(plans(some))) {
              deliver(place, some.subList(from, from + group.size()));
              from += group.size();
            }
          }
        });
  }

  private void deliver(String place, List<Part> group) {
    try {
      List<DeliveryPlan> kept = group.stream().map(part -> withoutRedirects(part.plan)).toList();
      note(group, shards.host(place).delivery().store(body, receivedAt, kept));
    } catch (StorageException e) {
      if (!e.error().temporary()) {
        throw e;
      }
      waiting.addAll(group);
      failure = failure.or(() -> Optional.of(e));
      return;
    }
    redirect(group);
  }

  private static boolean isRedirect(DeliveryAction action) {
    return action instanceof DeliveryAction.Redirect;
  }

  private static DeliveryPlan withoutRedirects(DeliveryPlan plan) {
    return plan.actions().stream().noneMatch(SpreadMessage::isRedirect)
        ? plan
        : new DeliveryPlan(
            plan.account(),
            plan.recipient(),
            plan.prefix(),
            plan.actions().stream().filter(action -> !isRedirect(action)).toList());
  }

  /// Queues what recipients send on, once they have what they keep.
  private void redirect(List<Part> group) {
    List<NewEntry> entries = new ArrayList<>();
    for (Part part : group) {
      DeliveryOutcome outcome = outcomes.get(part.place);
      if (outcome instanceof DeliveryOutcome.Refused) {
        continue;
      }
      int before = entries.size();
      for (DeliveryAction action : part.plan.actions()) {
        if (action instanceof DeliveryAction.Redirect(var to)) {
          entries.addAll(onward.redirected(part.plan, to));
        }
      }
      if (entries.size() > before && outcome instanceof DeliveryOutcome.Discarded) {
        outcomes.put(part.place, new DeliveryOutcome.Queued());
      }
    }
    if (!entries.isEmpty()) {
      queue.enqueue(body, entries);
    }
  }

  /// What became of each plan, in order.
  ///
  /// @throws StorageException where nobody has the message and somebody's store could not be
  ///     reached
  List<DeliveryOutcome> finish() {
    if (!waiting.isEmpty()) {
      if (!ours) {
        throw failure.orElseThrow();
      }
      queue.enqueue(body, plans(waiting).stream().map(onward::waiting).toList());
      waiting.forEach(part -> outcomes.put(part.place, new DeliveryOutcome.Queued()));
    }
    return List.copyOf(outcomes.values());
  }
}
