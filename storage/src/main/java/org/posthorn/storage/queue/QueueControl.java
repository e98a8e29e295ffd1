package org.posthorn.storage.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.stream.IntStream;
import org.posthorn.storage.engine.KeyRange;
import org.posthorn.storage.engine.Scan;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.engine.Transaction;
import org.posthorn.storage.engine.View;
import org.posthorn.storage.model.QueueEntryId;
import org.posthorn.storage.schema.QueueEntryRow;
import org.posthorn.storage.schema.QueuePartitionRow;

/// What an administrator does with the queue. Thread-safe.
final class QueueControl {
  private final Store store;
  private final QueueWriter writer;
  private final List<PartitionLane> lanes;

  QueueControl(Store store, QueueWriter writer, List<PartitionLane> lanes) {
    this.store = store;
    this.writer = writer;
    this.lanes = lanes;
  }

  List<QueueEntry> list(Optional<QueueEntry> after, int limit) {
    KeyRange range =
        after
            .map(entry -> KeyRange.all().after(entry.partition(), entry.id()))
            .orElseGet(KeyRange::all);
    return store.read(
        view ->
            view.scan(Scan.of(QueueEntryRow.TABLE, range).limit(limit)).stream()
                .map(QueueEntry::of)
                .toList());
  }

  Optional<QueueEntry> find(QueueEntryId id) {
    return store.read(view -> row(view, id)).map(QueueEntry::of);
  }

  private static Optional<QueueEntryRow> row(View view, QueueEntryId id) {
    List<byte[]> keys =
        IntStream.range(0, MailQueue.PARTITIONS)
            .mapToObj(partition -> QueueEntryRow.TABLE.key(partition, id))
            .toList();
    return view.getAll(QueueEntryRow.TABLE, keys).stream().flatMap(Optional::stream).findFirst();
  }

  boolean hold(QueueEntryId id) {
    return change(
        id,
        (tx, row) -> {
          if (row.state() != QueueEntryRow.State.HELD) {
            tx.put(QueueEntryRow.TABLE, row.held(row.leased()));
            QueueWriter.count(tx, row.partition(), 0, 1);
          }
          return true;
        });
  }

  boolean release(QueueEntryId id, Instant now) {
    return change(
        id,
        (tx, row) -> {
          if (row.state() != QueueEntryRow.State.HELD) {
            return false;
          }
          QueueWriter.count(tx, row.partition(), 0, -1);
          if (row.leased()) {
            tx.put(QueueEntryRow.TABLE, row.released());
          } else {
            makeDue(tx, row, now);
          }
          return true;
        });
  }

  boolean hurry(QueueEntryId id, Instant now) {
    return change(
        id,
        (tx, row) -> {
          boolean waits = row.state() == QueueEntryRow.State.WAITING && !row.leased();
          if (waits) {
            makeDue(tx, row, now);
          }
          return waits;
        });
  }

  private void makeDue(Transaction tx, QueueEntryRow row, Instant now) {
    QueueEntryRow due = row.due(QueueWriter.micros(now));
    tx.put(QueueEntryRow.TABLE, due);
    writer.announce(tx, List.of(QueueRef.of(due)));
  }

  boolean giveBack(QueueEntryId id, Instant now) {
    return change(
        id,
        (tx, row) -> {
          QueueEntryRow back = row.goingBack(QueueWriter.micros(now));
          tx.put(QueueEntryRow.TABLE, back);
          if (row.state() == QueueEntryRow.State.HELD) {
            QueueWriter.count(tx, row.partition(), 0, -1);
          }
          writer.announce(tx, List.of(QueueRef.of(back)));
          return true;
        });
  }

  boolean drop(QueueEntryId id) {
    return change(
        id,
        (tx, row) -> {
          writer.remove(tx, row);
          return true;
        });
  }

  /// Changes an entry in the partition where it lies.
  private boolean change(QueueEntryId id, BiPredicate<Transaction, QueueEntryRow> work) {
    Optional<QueueEntryRow> seen = store.read(view -> row(view, id));
    if (seen.isEmpty()) {
      return false;
    }
    int partition = seen.get().partition();
    return lanes
        .get(partition)
        .run(
            1,
            tx ->
                tx.get(QueueEntryRow.TABLE, partition, id)
                    .filter(row -> work.test(tx, row))
                    .isPresent());
  }

  QueueTotals totals() {
    return store.read(
        view -> {
          List<QueuePartitionRow> counts = view.scan(QueuePartitionRow.TABLE, KeyRange.all());
          List<Instant> oldest = new ArrayList<>();
          for (QueuePartitionRow row : counts) {
            // Identifiers rise with time.
            view.first(Scan.of(QueueEntryRow.TABLE, KeyRange.prefix(row.partition())))
                .ifPresent(entry -> oldest.add(entry.queuedAt()));
          }
          return new QueueTotals(
              counts.stream().mapToLong(QueuePartitionRow::entries).sum(),
              counts.stream().mapToLong(QueuePartitionRow::held).sum(),
              oldest.stream().min(Instant::compareTo));
        });
  }
}
