package org.posthorn.storage.job;

import java.util.Optional;
import org.posthorn.storage.change.AccountChange;
import org.posthorn.storage.engine.Transaction;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.UidSet;
import org.posthorn.storage.schema.JobRow;
import org.posthorn.storage.schema.UidSetCodec;

/// Writes and ends intent rows inside transactions.
public final class Jobs {
  private Jobs() {}

  /// Writes the intent of a job as part of the change that begins it.
  public static JobRow begin(
      AccountChange change,
      JobRow.Kind kind,
      Optional<MailboxId> source,
      Optional<MailboxId> target,
      UidSet uids) {
    JobRow job =
        new JobRow(
            change.account(),
            change.newId(),
            kind,
            source,
            target,
            UidSetCodec.encode(uids),
            change.now());
    change.tx().put(JobRow.TABLE, job);
    return job;
  }

  /// Notes more UIDs in the intent.
  public static void addUids(Transaction tx, JobRow job, UidSet more) {
    JobRow row = tx.require(JobRow.TABLE, job.account(), job.id());
    UidSet before = UidSetCodec.decode(row.uids());
    java.util.List<UidSet.Range> ranges = new java.util.ArrayList<>(before.ranges());
    ranges.addAll(more.ranges());
    tx.put(JobRow.TABLE, row.withUids(UidSetCodec.encode(UidSet.ofRanges(ranges))));
  }

  /// Ends a job with the transaction that does its last piece.
  public static void end(Transaction tx, JobRow job) {
    tx.delete(JobRow.TABLE, job.account(), job.id());
  }
}
