package org.posthorn.storage.queue;

import java.time.Instant;

/// What becomes of an entry after an attempt.
public sealed interface Ending {
  /// The lease under which the attempt was made.
  QueueLease lease();

  /// It leaves the queue: delivered, or given up.
  record Remove(QueueLease lease) implements Ending {}

  /// It stays, for another attempt.
  ///
  /// @param error what this attempt met
  /// @param warned whether the sender need not be told of the delay any more
  /// @param tried whether an attempt was made, which counts
  record Retry(QueueLease lease, Instant nextAttemptAt, String error, boolean warned, boolean tried)
      implements Ending {}
}
