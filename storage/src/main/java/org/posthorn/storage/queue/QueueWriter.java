package org.posthorn.storage.queue;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.change.Bodies;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.engine.Transaction;
import org.posthorn.storage.model.QueueEntryId;
import org.posthorn.storage.schema.BlobLinkRow;
import org.posthorn.storage.schema.QueueEntryRow;
import org.posthorn.storage.schema.QueuePartitionRow;
import org.posthorn.storage.schema.StructureRow;

/// Puts entries into the queue inside somebody's transaction, which must have the partition among
/// its scopes. Thread-safe.
public final class QueueWriter {
  /// Parts of the queue that are locked apart from each other.
  static final int PARTITIONS = 16;

  private final Store store;
  private final Clock clock;
  private final AtomicInteger turn = new AtomicInteger();

  public QueueWriter(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /// A partition to write to; they take turns.
  public int nextPartition() {
    return Math.floorMod(turn.getAndIncrement(), PARTITIONS);
  }

  /// Adds one entry.
  public QueueEntryId add(
      Transaction tx,
      int partition,
      SpooledBody body,
      StructureRow structure,
      MailQueue.NewEntry entry) {
    QueueEntryId id = new QueueEntryId(store.ids().next());
    Bodies.store(tx, body, structure, BlobLinkRow.Kind.QUEUE, id.value());
    tx.putNew(
        QueueEntryRow.TABLE,
        new QueueEntryRow(
            partition,
            id,
            body.hash(),
            entry.prefix(),
            entry.sender(),
            entry.recipient(),
            entry.envelope(),
            0,
            micros(clock.instant()),
            micros(entry.dueAt()),
            0,
            Optional.empty()));
    count(tx, partition, 1);
    return id;
  }

  /// Takes an entry out whose work is done in the same transaction.
  ///
  /// @return false where the lease was lost to another worker; nothing changed then
  public boolean takeOut(Transaction tx, QueueLease lease) {
    QueueEntry entry = lease.entry();
    if (!holds(tx, lease)) {
      return false;
    }
    tx.delete(QueueEntryRow.TABLE, entry.partition(), entry.id());
    Bodies.unlink(
        tx, entry.body(), BlobLinkRow.Kind.QUEUE, entry.id().value(), micros(clock.instant()));
    count(tx, entry.partition(), -1);
    return true;
  }

  /// Whether the lease is still the newest one.
  static boolean holds(Transaction tx, QueueLease lease) {
    QueueEntry entry = lease.entry();
    return tx.get(QueueEntryRow.TABLE, entry.partition(), entry.id())
        .filter(row -> row.token() == lease.token())
        .isPresent();
  }

  /// Times are stored in whole microseconds.
  static Instant micros(Instant time) {
    return time.truncatedTo(ChronoUnit.MICROS);
  }

  /// The partition's counts as the transaction sees them.
  static QueuePartitionRow partition(Transaction tx, int partition) {
    return tx.get(QueuePartitionRow.TABLE, partition)
        .orElseGet(() -> new QueuePartitionRow(partition, 0, 0));
  }

  static void count(Transaction tx, int partition, int change) {
    QueuePartitionRow row = partition(tx, partition);
    tx.put(
        QueuePartitionRow.TABLE,
        new QueuePartitionRow(partition, row.entries() + change, row.lastToken()));
  }
}
