package org.posthorn.storage.queue;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.posthorn.storage.delivery.DeliveryPlan;
import org.posthorn.storage.delivery.Onward;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.QueueEntryId;

/// Entries for tests, and a worker's way through the queue.
public final class QueueSamples {
  public static final byte[] PREFIX = "X: y\r\n".getBytes(StandardCharsets.US_ASCII);

  private QueueSamples() {}

  /// For somebody elsewhere, due then.
  public static NewEntry remote(String recipient, Instant due) {
    return NewEntry.remote(
        recipient.substring(recipient.indexOf('@') + 1),
        "name",
        PREFIX,
        "from@example.test",
        recipient,
        new byte[] {1, 2},
        0,
        due,
        due.plus(Duration.ofDays(5)),
        due.plus(Duration.ofHours(4)));
  }

  /// For somebody here, due then.
  public static NewEntry local(AccountId account, String recipient, byte[] prefix, Instant due) {
    return NewEntry.local(
        account,
        "name",
        prefix,
        "a@far.example",
        recipient,
        new byte[0],
        due,
        due.plus(Duration.ofDays(5)),
        due.plus(Duration.ofHours(4)));
  }

  /// Leases what is due, at most so many.
  public static List<QueueLease> leaseDue(
      MailQueue queue, Instant now, Duration duration, int limit) {
    List<QueueLease> leases = new ArrayList<>();
    for (int partition = 0; partition < MailQueue.PARTITIONS; partition++) {
      int part = partition;
      Map<Integer, List<QueueEntryId>> due =
          queue.due(part, MailQueue.Cursor.at(Instant.EPOCH), now, limit - leases.size()).stream()
              .collect(
                  Collectors.groupingBy(
                      QueueRef::partition, Collectors.mapping(QueueRef::id, Collectors.toList())));
      due.forEach((_, ids) -> leases.addAll(queue.lease(part, ids, now, duration)));
    }
    return leases;
  }

  /// Ends an entry.
  ///
  /// @return whether the lease was still held
  public static boolean remove(MailQueue queue, QueueLease lease) {
    return queue.settle(List.of(new Ending.Remove(lease)), List.of()).isEmpty();
  }

  /// Puts an entry back.
  ///
  /// @return whether the lease was still held
  public static boolean retry(MailQueue queue, QueueLease lease, Instant next, String error) {
    return queue
        .settle(List.of(new Ending.Retry(lease, next, error, false, true)), List.of())
        .isEmpty();
  }

  /// Into the queue from `a@far.example`, due then.
  public static Onward onward(Instant due, NewEntry... elsewhere) {
    return new Onward() {
      @Override
      public List<NewEntry> elsewhere() {
        return List.of(elsewhere);
      }

      @Override
      public NewEntry waiting(DeliveryPlan plan) {
        return local(plan.account(), plan.recipient().toString(), plan.prefix(), due);
      }

      @Override
      public List<NewEntry> redirected(DeliveryPlan plan, MailAddress to) {
        return List.of(remote(to.toString(), due));
      }
    };
  }
}
