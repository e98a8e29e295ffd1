package org.posthorn.storage.engine.rocksdb;

import java.util.concurrent.CompletableFuture;
import org.posthorn.storage.engine.EngineTransaction;
import org.posthorn.storage.engine.WriteSet;
import org.posthorn.storage.engine.WriteSet.RowChange;

/// The latest state, and the hand-over of a write set: rows are serialised on the calling thread.
final class RocksTransaction extends RocksView implements EngineTransaction {
  private static final byte[] NOTHING = {};

  private final BodyPlacer placer;

  RocksTransaction(Database database, BodyIndex bodies, BodyPlacer placer) {
    super(database, bodies, false);
    this.placer = placer;
  }

  @Override
  public CompletableFuture<Void> commit(WriteSet writes) {
    RowBatch batch = new RowBatch(64 + 128 * writes.rows().size());
    writes.rows().forEach(change -> add(batch, change));
    return placer.submit(batch, writes.newBodies(), writes.deletedBodies());
  }

  private static <R> void add(RowBatch batch, RowChange<R> change) {
    int prefix = Keys.of(change.table());
    if (change.after().isPresent()) {
      batch.put(prefix, change.key(), change.encoded());
    } else {
      batch.delete(prefix, change.key());
    }
    change.indexChanges(
        (index, entry, added) -> {
          if (added) {
            batch.put(Keys.of(index), entry, NOTHING);
          } else {
            batch.delete(Keys.of(index), entry);
          }
        });
  }
}
