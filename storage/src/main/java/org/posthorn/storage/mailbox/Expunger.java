package org.posthorn.storage.mailbox;

import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.posthorn.storage.change.AccountChange;
import org.posthorn.storage.change.AccountTransactions;
import org.posthorn.storage.change.MailboxChange;
import org.posthorn.storage.job.Jobs;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.model.SystemFlag;
import org.posthorn.storage.model.UidSet;
import org.posthorn.storage.schema.JobRow;
import org.posthorn.storage.schema.MessageRow;
import org.posthorn.storage.schema.UidSetCodec;

/// EXPUNGE, and POP3's QUIT: takes messages away, [MessageRows#CHUNK] in a transaction; more than
/// that are a job, so that a crash does not leave it half done. Thread-safe.
final class Expunger {
  private static final int DELETED = SystemFlag.DELETED.bit();

  private final AccountTransactions transactions;
  private final SnapshotCache snapshots;

  Expunger(AccountTransactions transactions, SnapshotCache snapshots) {
    this.transactions = transactions;
    this.snapshots = snapshots;
  }

  /// @param kind EXPUNGE for those with `\Deleted`, REMOVE for all
  UidSet run(AccountId owner, MailboxId mailbox, UidSet uids, JobRow.Kind kind) {
    ChunkedSnapshot snapshot = snapshots.get(owner, mailbox);
    long[] wanted =
        MessageRows.select(
            snapshot,
            uids,
            i -> kind == JobRow.Kind.REMOVE || (snapshot.systemFlags(i) & DELETED) != 0);
    if (wanted.length == 0) {
      return UidSet.EMPTY;
    }
    Optional<JobRow> job = Optional.empty();
    if (wanted.length > MessageRows.CHUNK) {
      job =
          Optional.of(
              transactions.change(
                  owner,
                  change ->
                      Jobs.begin(
                          change,
                          kind,
                          Optional.of(mailbox),
                          Optional.empty(),
                          UidSet.of(wanted))));
    }
    return removeAll(owner, mailbox, wanted, kind, job, () -> false);
  }

  /// Finishes an interrupted job.
  void finish(JobRow job, BooleanSupplier stopping) {
    MailboxId mailbox = job.source().orElseThrow();
    long[] wanted = UidSetCodec.decode(job.uids()).stream().toArray();
    try {
      removeAll(job.account(), mailbox, wanted, job.kind(), Optional.of(job), stopping);
    } catch (StorageException gone) {
      if (!(gone.error() instanceof StorageError.Missing)) {
        throw gone;
      }
      transactions.change(
          job.account(),
          change -> {
            Jobs.end(change.tx(), change.leases(), job);
            return true;
          });
    }
  }

  private UidSet removeAll(
      AccountId owner,
      MailboxId mailbox,
      long[] wanted,
      JobRow.Kind kind,
      Optional<JobRow> job,
      BooleanSupplier stopping) {
    UidSet.Builder removed = new UidSet.Builder();
    for (int done = 0;
        done < wanted.length && !stopping.getAsBoolean();
        done += MessageRows.CHUNK) {
      int from = done;
      int to = Math.min(wanted.length, from + MessageRows.CHUNK);
      long[] gone =
          transactions.change(
              owner,
              MessageRows.ahead(owner, mailbox, wanted, from, to),
              change -> {
                job.ifPresent(row -> keepOrEnd(change, row, to == wanted.length));
                List<MessageRow> rows =
                    MessageRows.read(change.tx(), mailbox, wanted, from, to).stream()
                        .filter(row -> kind == JobRow.Kind.REMOVE || (row.flags() & DELETED) != 0)
                        .toList();
                return remove(change, mailbox, rows);
              });
      for (long uid : gone) {
        removed.add(uid);
      }
    }
    return removed.build();
  }

  private static void keepOrEnd(AccountChange change, JobRow job, boolean last) {
    Jobs.keep(change.tx(), change.leases(), job);
    if (last) {
      Jobs.end(change.tx(), change.leases(), job);
    }
  }

  private static long[] remove(AccountChange change, MailboxId mailbox, List<MessageRow> rows) {
    MailboxChange box = change.mailbox(mailbox);
    change.loadEmails(rows.stream().map(MessageRow::email).toList());
    for (MessageRow row : rows) {
      box.remove(row);
      change.release(row.email());
    }
    return rows.stream().mapToLong(MessageRow::uid).toArray();
  }
}
