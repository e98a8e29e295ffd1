package org.posthorn.storage.mailbox;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.posthorn.storage.engine.KeyRange;
import org.posthorn.storage.engine.Scan;
import org.posthorn.storage.engine.View;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.schema.ExpungedRow;
import org.posthorn.storage.schema.MailboxRow;
import org.posthorn.storage.schema.MessageRow;

/// Makes snapshots of rows: of all of a mailbox's, or of those that changed since an earlier one.
final class SnapshotRows {
  private SnapshotRows() {}

  /// An earlier state of a mailbox.
  ///
  /// @param uidValidity the mailbox's UIDVALIDITY then
  /// @param modSeq all changes up to this one are in it, and no later one
  /// @param chunks its messages
  record Base(long uidValidity, long modSeq, List<Chunk> chunks) {
    boolean leadsTo(MailboxRow row) {
      return SnapshotRows.leadsTo(uidValidity, modSeq, row);
    }
  }

  /// Whether rows tell how a mailbox came from an earlier state to what its row says: it is the
  /// same mailbox, that was before, and all that was expunged since is still on record.
  static boolean leadsTo(long uidValidity, long modSeq, MailboxRow row) {
    return uidValidity == row.uidValidity()
        && modSeq >= row.vanishedFloor()
        && modSeq <= row.highestModSeq();
  }

  /// A snapshot and what it took.
  ///
  /// @param rows how many were read
  /// @param since the last change of the state that it began with; -1 where all rows were read
  record Loaded(ChunkedSnapshot snapshot, long rows, long since) {
    boolean whole() {
      return since < 0;
    }
  }

  /// The mailbox's own row.
  ///
  /// @throws StorageException `Missing`
  static MailboxRow mailbox(View view, AccountId owner, MailboxId mailbox) {
    return view.get(MailboxRow.TABLE, owner, mailbox)
        .filter(MailboxRow::selectable)
        .orElseThrow(
            () -> new StorageException(new StorageError.Missing("there is no such mailbox")));
  }

  /// Reads what has changed since an earlier state; everything, where that does not tell enough.
  static Loaded since(View view, MailboxRow row, Base base) {
    if (!base.leadsTo(row)) {
      return all(view, row);
    }
    if (base.modSeq == row.highestModSeq()) {
      return new Loaded(new ChunkedSnapshot(row, base.chunks), 0, base.modSeq);
    }
    KeyRange since = KeyRange.prefix(row.id()).after(base.modSeq);
    int size = base.chunks.stream().mapToInt(chunk -> chunk.size).sum();
    int limit = Math.max(Chunk.CAPACITY, size / 4);
    List<MessageRow> changed = view.scan(Scan.of(MessageRow.BY_MODSEQ, since).limit(limit));
    if (changed.size() == limit) {
      return all(view, row);
    }
    List<MessageRow> ascending = new ArrayList<>(changed);
    ascending.sort(Comparator.comparingLong(MessageRow::uid));
    long[] gone =
        view.scan(ExpungedRow.TABLE, since).stream().mapToLong(ExpungedRow::uid).toArray();
    return new Loaded(
        SnapshotUpdate.apply(base.chunks, row, ascending, gone),
        changed.size() + (long) gone.length,
        base.modSeq);
  }

  /// Reads all messages.
  static Loaded all(View view, MailboxRow row) {
    List<Chunk> chunks = new ArrayList<>();
    Chunk.Builder builder = new Chunk.Builder();
    view.forEach(
        Scan.of(MessageRow.TABLE, KeyRange.prefix(row.id())),
        message -> {
          builder.add(message);
          if (builder.isFull()) {
            chunks.add(builder.build());
          }
          return true;
        });
    if (!builder.isEmpty()) {
      chunks.add(builder.build());
    }
    ChunkedSnapshot snapshot = new ChunkedSnapshot(row, chunks);
    return new Loaded(snapshot, snapshot.size(), -1);
  }
}
