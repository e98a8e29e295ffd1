package org.posthorn.storage.queue;

import java.time.Instant;
import org.posthorn.storage.model.QueueEntryId;
import org.posthorn.storage.schema.QueueEntryRow;

/// What a schedule has to know of an entry.
///
/// @param partition the part of the queue that it lies in
/// @param id the entry
/// @param kind where the recipient is
/// @param destination the domain it is sent to; empty for local recipients
/// @param message what the entries of one message have in common
/// @param priority -9 to 9 (RFC 6710)
/// @param dueAt when it is due
public record QueueRef(
    int partition,
    QueueEntryId id,
    QueueEntryRow.Kind kind,
    String destination,
    long message,
    int priority,
    Instant dueAt) {
  /// Whether the recipient has an account here.
  public boolean isLocal() {
    return kind == QueueEntryRow.Kind.LOCAL;
  }

  static QueueRef of(QueueEntryRow row) {
    return new QueueRef(
        row.partition(),
        row.id(),
        row.kind(),
        row.destination(),
        row.message(),
        row.priority(),
        row.dueAt());
  }
}
