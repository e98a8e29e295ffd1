package org.posthorn.storage.maintenance;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.posthorn.storage.engine.KeyRange;
import org.posthorn.storage.engine.Scan;
import org.posthorn.storage.engine.Scopes;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.engine.Transaction;
import org.posthorn.storage.schema.BlobLinkRow;
import org.posthorn.storage.schema.BlobRow;
import org.posthorn.storage.schema.BlobSweepRow;
import org.posthorn.storage.schema.StructureRow;

/// Marks bodies without links as dead, and deletes those that stayed so for the grace period.
///
/// A transaction that links a body while this one marks it may not see the mark: the body is then
/// marked although it is linked, and the next look, a grace period later, takes the mark away. Only
/// a body that is marked and unlinked after that time is deleted; whoever linked it meanwhile has
/// written its row, so that the deletion and the link cannot both succeed.
final class BlobSweep {
  private static final int BATCH = 200;

  private final Store store;
  private final Duration grace;

  BlobSweep(Store store, Duration grace) {
    this.store = store;
    this.grace = grace;
  }

  /// Deals with a batch of the worklist.
  ///
  /// @return how many entries were dealt with; 0 when nothing is due
  int step(Instant now) {
    List<BlobSweepRow> due =
        store.read(
            view -> view.scan(Scan.of(BlobSweepRow.TABLE, KeyRange.prefix().to(now)).limit(BATCH)));
    if (!due.isEmpty()) {
      store.run(Scopes.none(), tx -> due.forEach(row -> look(tx, row, now)));
    }
    return due.size();
  }

  private void look(Transaction tx, BlobSweepRow due, Instant now) {
    tx.delete(BlobSweepRow.TABLE, due.dueAt(), due.hash());
    Optional<BlobRow> found = tx.get(BlobRow.TABLE, due.hash());
    if (found.isEmpty()) {
      return;
    }
    BlobRow blob = found.get();
    boolean linked = tx.first(Scan.of(BlobLinkRow.TABLE, KeyRange.prefix(blob.hash()))).isPresent();
    if (linked) {
      blob.deadSince().ifPresent(_ -> mark(tx, blob, Optional.empty()));
    } else if (blob.deadSince().isEmpty()) {
      mark(tx, blob, Optional.of(now));
      lookAgain(tx, blob, now.plus(grace));
    } else if (now.isBefore(blob.deadSince().get().plus(grace))) {
      lookAgain(tx, blob, blob.deadSince().get().plus(grace));
    } else {
      tx.delete(BlobRow.TABLE, blob.hash());
      tx.delete(StructureRow.TABLE, blob.hash());
      tx.deleteBody(blob.hash());
    }
  }

  private static void mark(Transaction tx, BlobRow blob, Optional<Instant> deadSince) {
    tx.put(BlobRow.TABLE, new BlobRow(blob.hash(), blob.size(), deadSince));
  }

  private static void lookAgain(Transaction tx, BlobRow blob, Instant when) {
    tx.put(BlobSweepRow.TABLE, new BlobSweepRow(when, blob.hash()));
  }
}
