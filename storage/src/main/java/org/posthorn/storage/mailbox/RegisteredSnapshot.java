package org.posthorn.storage.mailbox;

import java.time.Instant;
import java.util.Optional;
import org.posthorn.storage.engine.Transaction;
import org.posthorn.storage.engine.View;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.schema.StateRow;

/// The row of the store that says which snapshot of a mailbox in the shared cache is a true one.
///
/// It is what makes a snapshot from there as good as one that was read here: it names it by its
/// SHA-256, and stands in the same history of the database as the rows that the snapshot was made
/// of. Where the database goes back to an earlier state, so does this row.
///
/// @param list the SHA-256 of the [SnapshotList]
/// @param uidValidity the mailbox's UIDVALIDITY then
/// @param modSeq the last change that the snapshot shows
record RegisteredSnapshot(BlobHash list, long uidValidity, long modSeq) {
  private static final String KIND = "snapshot";
  private static final int VERSION = 1;

  private static String key(MailboxId mailbox) {
    return mailbox.toString();
  }

  /// The one of a mailbox, where there is one that has not expired.
  static Optional<RegisteredSnapshot> find(View view, MailboxId mailbox, Instant now) {
    return view.get(StateRow.TABLE, KIND, key(mailbox))
        .filter(row -> row.expiresAt().isAfter(now))
        .flatMap(row -> decode(row.value()));
  }

  private static Optional<RegisteredSnapshot> decode(byte[] value) {
    Octets.Reader in = new Octets.Reader(value);
    try {
      if (in.octet() != VERSION) {
        return Optional.empty();
      }
      BlobHash list = BlobHash.of(in.octets(BlobHash.LENGTH));
      RegisteredSnapshot found = new RegisteredSnapshot(list, in.number(), in.number());
      in.end();
      return Optional.of(found);
    } catch (Octets.Malformed _) {
      return Optional.empty();
    }
  }

  /// Writes it for a mailbox, over the one before.
  void put(Transaction tx, MailboxId mailbox, Instant expiresAt) {
    Octets.Writer out = new Octets.Writer();
    out.octet(VERSION);
    out.octets(list.bytes());
    out.number(uidValidity);
    out.number(modSeq);
    tx.put(StateRow.TABLE, new StateRow(KIND, key(mailbox), out.toByteArray(), expiresAt));
  }
}
