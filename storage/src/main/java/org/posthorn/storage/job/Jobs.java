package org.posthorn.storage.job;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthorn.storage.change.AccountChange;
import org.posthorn.storage.engine.Transaction;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.model.UidSet;
import org.posthorn.storage.schema.JobRow;
import org.posthorn.storage.schema.UidSetCodec;
import org.posthorn.storage.shared.Leases;

/// Writes and ends intent rows inside transactions.
///
/// Where several daemons share the store, each job is leased to the one that works on it. The lease
/// is renewed with each piece of the work; that of a daemon which died runs out, and another takes
/// the job up.
public final class Jobs {
  private static final String KIND = "job";

  /// Longer than one piece of the work takes.
  private static final Duration TERM = Duration.ofMinutes(2);

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
    keep(change.tx(), change.leases(), job);
    return job;
  }

  /// Takes the lease of a job, or renews it; part of each piece of the work.
  ///
  /// @throws StorageException `Busy` where another daemon has taken the job up
  public static void keep(Transaction tx, Optional<Leases> leases, JobRow job) {
    if (leases.isPresent() && !take(tx, leases.get(), job)) {
      throw new StorageException(
          new StorageError.Busy("another server is at work on it, try again later"));
    }
  }

  private static boolean take(Transaction tx, Leases leases, JobRow job) {
    return leases.take(tx, KIND, Long.toString(job.id()), TERM).isPresent();
  }

  /// Takes a job up that is there and that nobody works on.
  static boolean takeUp(Transaction tx, Leases leases, JobRow job) {
    return tx.get(JobRow.TABLE, job.account(), job.id()).isPresent()
        && leases.takeAbandoned(tx, KIND, Long.toString(job.id()), TERM);
  }

  /// Notes more UIDs in the intent.
  public static void addUids(Transaction tx, JobRow job, UidSet more) {
    JobRow row =
        tx.get(JobRow.TABLE, job.account(), job.id())
            .filter(found -> found.kind() == job.kind())
            .orElseThrow(
                () -> new StorageException(new StorageError.Busy("interrupted, try again later")));
    UidSet before = UidSetCodec.decode(row.uids());
    List<UidSet.Range> ranges = new ArrayList<>(before.ranges());
    ranges.addAll(more.ranges());
    tx.put(JobRow.TABLE, row.withUids(UidSetCodec.encode(UidSet.ofRanges(ranges))));
  }

  /// Turns a copy into its undoing, so that nothing can be added to it any more.
  ///
  /// @return the job as it is then; empty where it has ended
  public static Optional<JobRow> beginUndo(Transaction tx, JobRow job) {
    Optional<JobRow> undo =
        tx.get(JobRow.TABLE, job.account(), job.id())
            .map(row -> row.withKind(JobRow.Kind.UNDO_COPY));
    undo.ifPresent(row -> tx.put(JobRow.TABLE, row));
    return undo;
  }

  /// Ends a job with the transaction that does its last piece.
  public static void end(Transaction tx, Optional<Leases> leases, JobRow job) {
    tx.delete(JobRow.TABLE, job.account(), job.id());
    leases.ifPresent(held -> held.release(tx, KIND, Long.toString(job.id())));
  }
}
