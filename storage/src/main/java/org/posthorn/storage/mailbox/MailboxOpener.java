package org.posthorn.storage.mailbox;

import org.posthorn.storage.change.AccountTransactions;
import org.posthorn.storage.change.ChangeHub;
import org.posthorn.storage.change.MailboxChange;
import org.posthorn.storage.engine.Ahead;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.schema.MailboxRow;

/// SELECT and EXAMINE: which messages are recent to the session (RFC 3501 §2.3.2). Thread-safe.
final class MailboxOpener {
  private final AccountTransactions transactions;
  private final SnapshotCache snapshots;
  private final ChangeHub hub;

  MailboxOpener(AccountTransactions transactions, SnapshotCache snapshots, ChangeHub hub) {
    this.hub = hub;
    this.transactions = transactions;
    this.snapshots = snapshots;
  }

  OpenMailbox open(AccountId owner, MailboxId mailbox, boolean writable) {
    ChunkedSnapshot snapshot = snapshots.get(owner, mailbox);
    // Where the mark cannot have risen since the snapshot, no transaction is needed to know it.
    long recentFrom = snapshot.row().recentFloor();
    boolean mayHaveRecent = snapshot.size() > 0 && snapshot.uid(snapshot.size() - 1) >= recentFrom;
    if (!mayHaveRecent) {
      return new OpenMailbox(snapshot, snapshot.uidNext());
    }
    long from =
        transactions.change(
            owner,
            Ahead.of(MailboxRow.TABLE, owner, mailbox),
            change -> {
              MailboxChange box = change.mailbox(mailbox);
              return writable ? box.claimRecent() : box.row().recentFloor();
            });
    if (from != recentFrom) {
      // Another daemon moved the mark, which is no change that is told: the next one knows it.
      hub.touch(mailbox);
    }
    return new OpenMailbox(snapshots.known(owner, mailbox), from);
  }
}
