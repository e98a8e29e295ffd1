package org.posthorn.storage.mailbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.posthorn.storage.change.AccountChange;
import org.posthorn.storage.change.AccountTransactions;
import org.posthorn.storage.change.MailboxChange;
import org.posthorn.storage.engine.Ahead;
import org.posthorn.storage.job.Jobs;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.model.Uid;
import org.posthorn.storage.model.UidSet;
import org.posthorn.storage.schema.JobRow;
import org.posthorn.storage.schema.KeywordBits;
import org.posthorn.storage.schema.MailboxRow;
import org.posthorn.storage.schema.MessageRow;
import org.posthorn.storage.schema.UidSetCodec;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// COPY and MOVE: rows, never bytes. Up to [MessageRows#CHUNK] messages go in one transaction, more
/// as a job. Thread-safe.
final class MessageCopier {
  private static final Logger log = LoggerFactory.getLogger(MessageCopier.class);

  private final AccountTransactions transactions;
  private final SnapshotCache snapshots;

  MessageCopier(AccountTransactions transactions, SnapshotCache snapshots) {
    this.transactions = transactions;
    this.snapshots = snapshots;
  }

  /// What is copied or moved, and where.
  private record Task(AccountId owner, MailboxId from, MailboxId to, boolean move) {
    Ahead ahead(long[] uids, int first, int end) {
      return Ahead.of(MailboxRow.TABLE, owner, to)
          .and(MessageRows.ahead(owner, from, uids, first, end));
    }
  }

  /// UIDs as they were and as they are, gathered over transactions.
  private static final class Pairs {
    final UidSet.Builder sources = new UidSet.Builder();
    final UidSet.Builder targets = new UidSet.Builder();

    void add(Moved moved) {
      moved.sources.forEach(sources::add);
      moved.targets.forEach(targets::add);
    }
  }

  /// UIDs of one transaction.
  private record Moved(long uidValidity, List<Long> sources, List<Long> targets) {
    UidSet targetSet() {
      return UidSet.of(targets.stream().mapToLong(Long::longValue).toArray());
    }
  }

  CopyResult run(AccountId owner, MailboxId from, UidSet uids, MailboxId to, boolean move) {
    Task task = new Task(owner, from, to, move);
    ChunkedSnapshot snapshot = snapshots.get(owner, from);
    long[] wanted = MessageRows.select(snapshot, uids, _ -> true);
    if (wanted.length <= MessageRows.CHUNK) {
      Moved moved =
          transactions.change(
              owner,
              task.ahead(wanted, 0, wanted.length),
              change -> step(change, task, wanted, 0, wanted.length));
      return result(moved.uidValidity, List.of(moved));
    }
    JobRow job = transactions.change(owner, change -> begin(change, task, snapshot, wanted));
    return move ? moveAll(job, task, wanted, () -> false) : copyAll(job, task, wanted);
  }

  private static CopyResult result(long uidValidity, List<Moved> steps) {
    Pairs pairs = new Pairs();
    steps.forEach(pairs::add);
    return new CopyResult(uidValidity, pairs.sources.build(), pairs.targets.build());
  }

  /// Copies or moves those messages that exist of one chunk.
  private static Moved step(AccountChange change, Task task, long[] uids, int from, int to) {
    MailboxChange source = change.mailbox(task.from);
    MailboxChange target = change.mailbox(task.to);
    List<MessageRow> rows = MessageRows.read(change.tx(), task.from, uids, from, to);
    if (!task.move) {
      change.tx().markNewMail();
      change.checkQuota(rows.stream().mapToLong(MessageRow::size).sum());
      change.loadEmails(rows.stream().map(MessageRow::email).toList());
    }
    List<String> words = List.copyOf(source.keywords());
    Map<Integer, Integer> bits = new HashMap<>();
    List<Long> targets = new ArrayList<>(rows.size());
    for (MessageRow row : rows) {
      targets.add(
          target.add(
              row.email(),
              row.flags(),
              translate(row.keywords(), words, bits, target),
              row.internalDate(),
              row.size()));
      if (task.move) {
        source.remove(row);
      } else {
        change.retain(row.email());
      }
    }
    return new Moved(target.uidValidity(), rows.stream().map(MessageRow::uid).toList(), targets);
  }

  /// The bits that a message's keywords have in another mailbox's dictionary.
  private static byte[] translate(
      byte[] keywords, List<String> words, Map<Integer, Integer> known, MailboxChange target) {
    byte[] bits = KeywordBits.NONE;
    for (int bit = 0; bit < 8 * keywords.length; bit++) {
      if (KeywordBits.has(keywords, bit)) {
        String word = words.get(bit);
        bits = KeywordBits.with(bits, known.computeIfAbsent(bit, _ -> target.bitOf(word)));
      }
    }
    return bits;
  }

  /// Checks all that can refuse the job, and writes its intent.
  private static JobRow begin(
      AccountChange change, Task task, ChunkedSnapshot snapshot, long[] wanted) {
    MailboxChange target = change.mailbox(task.to);
    change.mailbox(task.from);
    if (target.uidNext() + wanted.length > Uid.MAX) {
      throw new StorageException(new StorageError.Limit("the mailbox has no more UIDs"));
    }
    byte[] used = KeywordBits.NONE;
    long octets = 0;
    for (long uid : wanted) {
      int index = snapshot.indexOf(uid);
      octets += snapshot.messageSize(index);
      used = KeywordBits.union(used, snapshot.keywordBits(index));
    }
    if (!task.move) {
      change.tx().markNewMail();
      change.checkQuota(octets);
    }
    translate(used, snapshot.keywords(), new HashMap<>(), target);
    return task.move
        ? Jobs.begin(
            change,
            JobRow.Kind.MOVE,
            Optional.of(task.from),
            Optional.of(task.to),
            UidSet.of(wanted))
        : Jobs.begin(
            change, JobRow.Kind.COPY, Optional.of(task.from), Optional.of(task.to), UidSet.EMPTY);
  }

  private CopyResult copyAll(JobRow job, Task task, long[] wanted) {
    Pairs pairs = new Pairs();
    long uidValidity = 0;
    try {
      for (int done = 0; done < wanted.length; done += MessageRows.CHUNK) {
        int from = done;
        int to = Math.min(wanted.length, from + MessageRows.CHUNK);
        Moved moved =
            transactions.change(
                task.owner,
                task.ahead(wanted, from, to),
                change -> {
                  Jobs.keep(change.tx(), change.leases(), job);
                  Moved step = step(change, task, wanted, from, to);
                  Jobs.addUids(change.tx(), job, step.targetSet());
                  if (to == wanted.length) {
                    Jobs.end(change.tx(), change.leases(), job);
                  }
                  return step;
                });
        pairs.add(moved);
        uidValidity = moved.uidValidity;
      }
    } catch (RuntimeException failure) {
      undoAfter(failure, job);
      throw failure;
    }
    return new CopyResult(uidValidity, pairs.sources.build(), pairs.targets.build());
  }

  private void undoAfter(RuntimeException failure, JobRow job) {
    try {
      undoCopy(job, () -> false);
    } catch (RuntimeException again) {
      log.atError()
          .setCause(again)
          .addKeyValue("job", job.id())
          .log("a failed copy could not be undone now; it will be at the next start");
      failure.addSuppressed(again);
    }
  }

  /// Takes back what an interrupted copy made.
  void undoCopy(JobRow job, BooleanSupplier stopping) {
    AccountId owner = job.account();
    Optional<JobRow> undo = beginUndo(job);
    if (undo.isEmpty()) {
      return;
    }
    long[] made = UidSetCodec.decode(undo.get().uids()).stream().toArray();
    for (int done = 0; done < made.length && !stopping.getAsBoolean(); done += MessageRows.CHUNK) {
      int from = done;
      int to = Math.min(made.length, from + MessageRows.CHUNK);
      transactions.change(
          owner,
          change -> {
            Jobs.keep(change.tx(), change.leases(), job);
            Optional<MailboxChange> target = job.target().flatMap(change::find);
            target.ifPresent(
                box ->
                    takeBack(change, box, MessageRows.read(change.tx(), box.id(), made, from, to)));
            return true;
          });
    }
    if (!stopping.getAsBoolean()) {
      transactions.change(
          owner,
          change -> {
            Jobs.end(change.tx(), change.leases(), job);
            return true;
          });
    }
  }

  /// The job's row as it is now (it was extended with each chunk), turned into its undoing.
  private Optional<JobRow> beginUndo(JobRow job) {
    return transactions.change(
        job.account(),
        change -> {
          Jobs.keep(change.tx(), change.leases(), job);
          return Jobs.beginUndo(change.tx(), job);
        });
  }

  private static void takeBack(AccountChange change, MailboxChange box, List<MessageRow> rows) {
    change.loadEmails(rows.stream().map(MessageRow::email).toList());
    for (MessageRow row : rows) {
      box.remove(row);
      change.release(row.email());
    }
  }

  /// Finishes a move.
  void finishMove(JobRow job, BooleanSupplier stopping) {
    MailboxId from = job.source().orElseThrow();
    MailboxId to = job.target().orElseThrow();
    Task task = new Task(job.account(), from, to, true);
    long[] wanted;
    try {
      wanted =
          MessageRows.select(
              snapshots.get(job.account(), from), UidSetCodec.decode(job.uids()), _ -> true);
    } catch (StorageException gone) {
      if (!(gone.error() instanceof StorageError.Missing)) {
        throw gone;
      }
      wanted = new long[0];
    }
    moveAll(job, task, wanted, stopping);
  }

  /// Moves all messages, and ends the job with the last; an end of either mailbox ends it too.
  private CopyResult moveAll(JobRow job, Task task, long[] wanted, BooleanSupplier stopping) {
    Pairs pairs = new Pairs();
    long uidValidity = 0;
    int done = 0;
    do {
      int from = done;
      int to = Math.min(wanted.length, from + MessageRows.CHUNK);
      Optional<Moved> moved =
          transactions.change(
              task.owner,
              task.ahead(wanted, from, to),
              change -> {
                Jobs.keep(change.tx(), change.leases(), job);
                if (change.find(task.from).isEmpty() || change.find(task.to).isEmpty()) {
                  Jobs.end(change.tx(), change.leases(), job);
                  return Optional.empty();
                }
                if (to == wanted.length) {
                  Jobs.end(change.tx(), change.leases(), job);
                }
                return Optional.of(step(change, task, wanted, from, to));
              });
      if (moved.isEmpty()) {
        break;
      }
      pairs.add(moved.get());
      uidValidity = moved.get().uidValidity;
      done = to;
    } while (done < wanted.length && !stopping.getAsBoolean());
    return new CopyResult(uidValidity, pairs.sources.build(), pairs.targets.build());
  }

  /// Moves everything there is from one mailbox to another that was just made (RENAME INBOX).
  JobRow beginMoveAll(AccountChange change, MailboxId from, MailboxId to) {
    long next = change.mailbox(from).uidNext();
    return Jobs.begin(
        change,
        JobRow.Kind.MOVE,
        Optional.of(from),
        Optional.of(to),
        next > 1 ? UidSet.range(1, next - 1) : UidSet.EMPTY);
  }
}
