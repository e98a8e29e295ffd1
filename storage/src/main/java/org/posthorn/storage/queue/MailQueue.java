package org.posthorn.storage.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.posthorn.storage.blob.Content;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.model.QueueEntryId;

/// The durable queue of outbound mail. Thread-safe; methods block, and return when their effect
/// is durable.
public interface MailQueue {
  /// What is needed to queue one recipient; see [QueueEntry] for the fields.
  record NewEntry(byte[] prefix, String sender, String recipient, byte[] envelope, Instant dueAt) {}

  /// Queues one message for recipients: all or none.
  List<QueueEntryId> enqueue(SpooledBody body, List<NewEntry> entries);

  /// Takes entries that are due, oldest first, and that nobody holds; each is this worker's until
  /// the lease ends.
  ///
  /// @param limit at most so many, 1 to 1,000
  List<QueueLease> lease(Instant now, Duration duration, int limit);

  /// The message of an entry: prefix and body.
  Content content(QueueEntry entry);

  /// Removes a delivered or given-up entry.
  ///
  /// @return false where the lease was lost to another worker; nothing changed then
  boolean complete(QueueLease lease);

  /// Puts an entry back for another attempt.
  ///
  /// @return false where the lease was lost to another worker; nothing changed then
  boolean retry(QueueLease lease, Instant nextAttemptAt, String error);

  /// How many entries there are.
  long size();
}
