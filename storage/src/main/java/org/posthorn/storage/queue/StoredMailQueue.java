package org.posthorn.storage.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.posthorn.storage.blob.Content;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.engine.KeyRange;
import org.posthorn.storage.engine.Scan;
import org.posthorn.storage.engine.Scopes;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.mailbox.PrefixedContent;
import org.posthorn.storage.mailbox.Structures;
import org.posthorn.storage.model.QueueEntryId;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.schema.QueueEntryRow;
import org.posthorn.storage.schema.QueuePartitionRow;
import org.posthorn.storage.schema.StructureRow;

/// The queue in the rows of the store. Entries lie in partitions, so that workers rarely meet; an
/// entry's partition is found again through its id. Thread-safe.
public final class StoredMailQueue implements MailQueue {
  private static final int MAX_LEASE = 1_000;

  /// Entries of one transaction.
  private static final int BATCH = 200;

  private final Store store;
  private final Structures structures;
  private final QueueWriter writer;

  public StoredMailQueue(Store store, Structures structures, QueueWriter writer) {
    this.store = store;
    this.structures = structures;
    this.writer = writer;
  }

  @Override
  public List<QueueEntryId> enqueue(SpooledBody body, List<NewEntry> entries) {
    StructureRow structure = structures.parse(body);
    int partition = writer.nextPartition();
    return store.transact(
        Scopes.queue(partition),
        tx -> {
          tx.markNewMail();
          return entries.stream()
              .map(entry -> writer.add(tx, partition, body, structure, entry))
              .toList();
        });
  }

  @Override
  public List<QueueLease> lease(Instant now, Duration duration, int limit) {
    if (limit < 1 || limit > MAX_LEASE) {
      throw new IllegalArgumentException("a lease is of 1 to " + MAX_LEASE + " entries");
    }
    List<QueueLease> leases = new ArrayList<>();
    for (int i = 0; i < QueueWriter.PARTITIONS && leases.size() < limit; i++) {
      int partition = writer.nextPartition();
      leases.addAll(leaseFrom(partition, now, duration, limit - leases.size()));
    }
    return leases;
  }

  private List<QueueLease> leaseFrom(int partition, Instant now, Duration duration, int limit) {
    Scan<QueueEntryRow> due =
        Scan.of(QueueEntryRow.BY_DUE, KeyRange.prefix(partition).to(QueueWriter.micros(now)))
            .limit(Math.min(limit, BATCH));
    if (store.read(view -> view.first(due)).isEmpty()) {
      return List.of();
    }
    Instant until = QueueWriter.micros(now.plus(duration));
    return store.transact(
        Scopes.queue(partition),
        tx -> {
          List<QueueEntryRow> rows = tx.scan(due);
          QueuePartitionRow counts = QueueWriter.partition(tx, partition);
          long token = counts.lastToken();
          List<QueueLease> leases = new ArrayList<>(rows.size());
          for (QueueEntryRow row : rows) {
            QueueEntryRow leased = row.leased(until, ++token);
            tx.put(QueueEntryRow.TABLE, leased);
            leases.add(new QueueLease(entry(leased), token));
          }
          tx.put(
              QueuePartitionRow.TABLE, new QueuePartitionRow(partition, counts.entries(), token));
          return leases;
        });
  }

  private static QueueEntry entry(QueueEntryRow row) {
    return new QueueEntry(
        row.id(),
        row.partition(),
        row.blob(),
        row.prefix(),
        row.sender(),
        row.recipient(),
        row.envelope(),
        row.attempts(),
        row.queuedAt(),
        row.dueAt(),
        row.lastError().orElse(""));
  }

  @Override
  public Content content(QueueEntry entry) {
    return PrefixedContent.of(entry.prefix(), bodyOf(entry));
  }

  /// The message of an entry as it was sent, without the prefix.
  public Content bodyOf(QueueEntry entry) {
    return store
        .content(entry.body())
        .orElseThrow(
            () -> new StorageException(new StorageError.Missing("the queued message is gone")));
  }

  @Override
  public boolean complete(QueueLease lease) {
    return store.transact(Scopes.queue(lease.entry().partition()), tx -> writer.takeOut(tx, lease));
  }

  @Override
  public boolean retry(QueueLease lease, Instant nextAttemptAt, String error) {
    QueueEntry entry = lease.entry();
    return store.transact(
        Scopes.queue(entry.partition()),
        tx -> {
          boolean held = QueueWriter.holds(tx, lease);
          if (held) {
            QueueEntryRow row = tx.require(QueueEntryRow.TABLE, entry.partition(), entry.id());
            tx.put(QueueEntryRow.TABLE, row.retried(QueueWriter.micros(nextAttemptAt), error));
          }
          return held;
        });
  }

  @Override
  public long size() {
    return store.read(
        view ->
            view.scan(QueuePartitionRow.TABLE, KeyRange.all()).stream()
                .mapToLong(QueuePartitionRow::entries)
                .sum());
  }
}
