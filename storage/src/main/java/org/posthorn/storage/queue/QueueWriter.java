package org.posthorn.storage.queue;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.change.Bodies;
import org.posthorn.storage.engine.Ahead;
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
  private final Store store;
  private final Clock clock;
  private final AtomicInteger turn = new AtomicInteger();
  private volatile Consumer<List<QueueRef>> listener = _ -> {};

  public QueueWriter(Store store, Clock clock) {
    this.store = store;
    this.clock = clock;
  }

  /// A partition to write to; they take turns.
  public int nextPartition() {
    return Math.floorMod(turn.getAndIncrement(), MailQueue.PARTITIONS);
  }

  /// A number for a message; its entries have it in common.
  public long nextMessage() {
    return store.ids().next();
  }

  void onNew(Consumer<List<QueueRef>> consumer) {
    listener = consumer;
  }

  /// Adds one entry, which the caller announces when it has added all of them.
  ///
  /// @param message from [#nextMessage()]
  public QueueRef add(
      Transaction tx,
      int partition,
      long message,
      SpooledBody body,
      StructureRow structure,
      NewEntry entry) {
    QueueEntryId id = new QueueEntryId(store.ids().next());
    Bodies.store(tx, body, structure, BlobLinkRow.Kind.QUEUE, id.value());
    QueueEntryRow row =
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
            Optional.empty(),
            entry.kind(),
            entry.account(),
            entry.destination(),
            message,
            entry.name(),
            entry.priority(),
            QueueEntryRow.State.WAITING,
            micros(entry.expiresAt()),
            micros(entry.warnAt()),
            entry.prefix().length + body.content().size(),
            false);
    tx.putNew(QueueEntryRow.TABLE, row);
    count(tx, partition, 1, 0);
    return QueueRef.of(row);
  }

  /// What [#add] is going to read.
  public Ahead ahead(int partition) {
    return Ahead.of(QueuePartitionRow.TABLE, partition);
  }

  /// Tells the listener of entries that may be due, after the commit.
  public void announce(Transaction tx, List<QueueRef> refs) {
    tx.afterCommit(() -> listener.accept(refs));
  }

  /// Takes an entry out whose work is done in the same transaction.
  ///
  /// @return false where the lease was lost to another worker; nothing changed then
  public boolean takeOut(Transaction tx, QueueLease lease) {
    Optional<QueueEntryRow> row = held(tx, lease);
    row.ifPresent(found -> remove(tx, found));
    return row.isPresent();
  }

  /// Removes an entry.
  void remove(Transaction tx, QueueEntryRow row) {
    tx.delete(QueueEntryRow.TABLE, row.partition(), row.id());
    Bodies.unlink(
        tx, row.blob(), BlobLinkRow.Kind.QUEUE, row.id().value(), micros(clock.instant()));
    count(tx, row.partition(), -1, row.state() == QueueEntryRow.State.HELD ? -1 : 0);
  }

  /// The entry's row where the lease is still the newest one.
  static Optional<QueueEntryRow> held(Transaction tx, QueueLease lease) {
    QueueEntry entry = lease.entry();
    return tx.get(QueueEntryRow.TABLE, entry.partition(), entry.id())
        .filter(row -> row.token() == lease.token());
  }

  /// Times are stored in whole microseconds.
  static Instant micros(Instant time) {
    return time.truncatedTo(ChronoUnit.MICROS);
  }

  /// The partition's counts as the transaction sees them.
  static QueuePartitionRow partition(Transaction tx, int partition) {
    return tx.get(QueuePartitionRow.TABLE, partition)
        .orElseGet(() -> new QueuePartitionRow(partition, 0, 0, 0));
  }

  static void count(Transaction tx, int partition, int change, int heldChange) {
    tx.put(QueuePartitionRow.TABLE, partition(tx, partition).plus(change, heldChange));
  }
}
