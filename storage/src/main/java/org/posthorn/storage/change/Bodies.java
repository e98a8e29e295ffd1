package org.posthorn.storage.change;

import java.time.Instant;
import java.util.Optional;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.engine.Transaction;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.schema.BlobLinkRow;
import org.posthorn.storage.schema.BlobRow;
import org.posthorn.storage.schema.BlobSweepRow;
import org.posthorn.storage.schema.StructureRow;

/// The links that keep bodies alive, written in the transaction that makes or ends a use.
///
/// A body without links is deleted by the sweep, not before a grace period has passed in which the
/// mark `dead_since` stood in its row; whoever links it meanwhile clears the mark. Linking an
/// unmarked body does not write its row.
public final class Bodies {
  private Bodies() {}

  /// Stores a body (once, however often it is brought) and links it.
  ///
  /// @param structure what the scanner made of it
  public static void store(
      Transaction tx, SpooledBody body, StructureRow structure, BlobLinkRow.Kind kind, long owner) {
    keep(tx, body, structure);
    tx.putNew(BlobLinkRow.TABLE, new BlobLinkRow(body.hash(), kind, owner));
  }

  private static void keep(Transaction tx, SpooledBody body, StructureRow structure) {
    Optional<BlobRow> row = tx.get(BlobRow.TABLE, body.hash());
    if (row.isEmpty()) {
      tx.putNew(BlobRow.TABLE, new BlobRow(body.hash(), body.content().size(), Optional.empty()));
      tx.putNew(StructureRow.TABLE, structure);
      tx.putBody(body);
    } else {
      revive(tx, row.get());
    }
  }

  private static void revive(Transaction tx, BlobRow row) {
    if (row.deadSince().isPresent()) {
      tx.put(BlobRow.TABLE, new BlobRow(row.hash(), row.size(), Optional.empty()));
    }
  }

  /// Links a body that is stored.
  public static void link(Transaction tx, BlobHash hash, BlobLinkRow.Kind kind, long owner) {
    revive(tx, tx.require(BlobRow.TABLE, hash));
    tx.putNew(BlobLinkRow.TABLE, new BlobLinkRow(hash, kind, owner));
  }

  /// Ends a use; the sweep looks whether it was the last.
  public static void unlink(
      Transaction tx, BlobHash hash, BlobLinkRow.Kind kind, long owner, Instant now) {
    tx.delete(BlobLinkRow.TABLE, hash, kind, owner);
    tx.put(BlobSweepRow.TABLE, new BlobSweepRow(now, hash));
  }
}
