package org.posthorn.smtp.outbound.queue;

import java.util.ArrayList;
import java.util.List;
import org.posthorn.storage.model.QueueEntryId;
import org.posthorn.storage.queue.QueueRef;

/// Recipients of one message in one domain, which are tried together. Guarded by the schedule
/// until it is handed out; for one thread from then on.
final class WorkItem {
  /// A hundred recipients are what every server has to take (RFC 5321 §4.5.3.1.8).
  static final int MAX_RECIPIENTS = 100;

  private final QueueRef first;
  private final long sequence;
  private final List<QueueEntryId> ids = new ArrayList<>();

  WorkItem(QueueRef first, long sequence) {
    this.first = first;
    this.sequence = sequence;
    ids.add(first.id());
  }

  /// What entries of one item have in common.
  record Key(int partition, long message) {
    static Key of(QueueRef ref) {
      return new Key(ref.partition(), ref.message());
    }
  }

  Key key() {
    return Key.of(first);
  }

  /// Adds a recipient.
  void add(QueueEntryId id) {
    ids.add(id);
  }

  boolean isFull() {
    return ids.size() >= MAX_RECIPIENTS;
  }

  boolean isLocal() {
    return first.isLocal();
  }

  int partition() {
    return first.partition();
  }

  String destination() {
    return first.destination();
  }

  int priority() {
    return first.priority();
  }

  /// Orders items that came with the same priority.
  long sequence() {
    return sequence;
  }

  int size() {
    return ids.size();
  }

  List<QueueEntryId> ids() {
    return List.copyOf(ids);
  }
}
