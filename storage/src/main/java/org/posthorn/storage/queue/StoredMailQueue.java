package org.posthorn.storage.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.posthorn.storage.blob.Content;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.engine.KeyRange;
import org.posthorn.storage.engine.Scan;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.engine.Transaction;
import org.posthorn.storage.engine.View;
import org.posthorn.storage.mailbox.PrefixedContent;
import org.posthorn.storage.mailbox.Structures;
import org.posthorn.storage.model.QueueEntryId;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.schema.QueueEntryRow;
import org.posthorn.storage.schema.QueuePartitionRow;
import org.posthorn.storage.schema.StructureRow;

/// The queue in the rows of the store. Entries lie in partitions, so that workers rarely meet; all
/// entries of a message lie in one. Thread-safe.
public final class StoredMailQueue implements MailQueue {
  private final Store store;
  private final Structures structures;
  private final QueueWriter writer;
  private final List<PartitionLane> lanes;
  private final QueueControl control;

  public StoredMailQueue(Store store, Structures structures, QueueWriter writer) {
    this.store = store;
    this.structures = structures;
    this.writer = writer;
    this.lanes =
        IntStream.range(0, PARTITIONS)
            .mapToObj(partition -> new PartitionLane(store, partition))
            .toList();
    this.control = new QueueControl(store, writer, lanes);
  }

  @Override
  public List<QueueEntryId> enqueue(SpooledBody body, List<NewEntry> entries) {
    StructureRow structure = structures.parse(body);
    int partition = writer.nextPartition();
    return lanes
        .get(partition)
        .run(
            entries.size(),
            tx -> {
              tx.markNewMail();
              return add(tx, partition, body, structure, entries);
            });
  }

  private List<QueueEntryId> add(
      Transaction tx,
      int partition,
      SpooledBody body,
      StructureRow structure,
      List<NewEntry> entries) {
    long message = writer.nextMessage();
    List<QueueRef> added =
        entries.stream()
            .map(entry -> writer.add(tx, partition, message, body, structure, entry))
            .toList();
    writer.announce(tx, added);
    return added.stream().map(QueueRef::id).toList();
  }

  @Override
  public void onNew(Consumer<List<QueueRef>> listener) {
    writer.onNew(listener);
  }

  @Override
  public List<QueueRef> due(int partition, Cursor from, Instant to, int limit) {
    // An index ends in the primary key: the partition once more, then the id.
    KeyRange range =
        KeyRange.prefix(partition)
            .after(QueueWriter.micros(from.due()), partition, from.id())
            .to(QueueWriter.micros(to));
    return refs(Scan.of(QueueEntryRow.BY_DUE, range).limit(limit));
  }

  @Override
  public List<QueueRef> dueFor(int partition, String destination, Instant to, int limit) {
    return refs(
        Scan.of(
                QueueEntryRow.BY_DESTINATION,
                KeyRange.prefix(partition, destination).to(QueueWriter.micros(to)))
            .limit(limit));
  }

  private List<QueueRef> refs(Scan<QueueEntryRow> scan) {
    return store.read(view -> view.scan(scan).stream().map(QueueRef::of).toList());
  }

  @Override
  public Optional<Instant> nextDue(Instant after) {
    Instant time = QueueWriter.micros(after);
    return store.read(
        view ->
            IntStream.range(0, PARTITIONS)
                .mapToObj(partition -> firstAfter(view, partition, time))
                .flatMap(Optional::stream)
                .min(Instant::compareTo));
  }

  private static Optional<Instant> firstAfter(View view, int partition, Instant time) {
    return view.first(Scan.of(QueueEntryRow.BY_DUE, KeyRange.prefix(partition).after(time)))
        .map(QueueEntryRow::dueAt)
        .filter(due -> due.isBefore(QueueEntryRow.NEVER));
  }

  @Override
  public List<QueueLease> lease(
      int partition, List<QueueEntryId> ids, Instant now, Duration duration) {
    Instant until = QueueWriter.micros(now.plus(duration));
    return lanes.get(partition).run(ids.size(), tx -> lease(tx, partition, ids, now, until));
  }

  private static List<QueueLease> lease(
      Transaction tx, int partition, List<QueueEntryId> ids, Instant now, Instant until) {
    QueuePartitionRow counts = QueueWriter.partition(tx, partition);
    long token = counts.lastToken();
    List<QueueLease> leases = new ArrayList<>(ids.size());
    for (QueueEntryId id : ids) {
      Optional<QueueEntryRow> row = tx.get(QueueEntryRow.TABLE, partition, id);
      if (row.isEmpty() || row.get().dueAt().isAfter(now)) {
        continue;
      }
      if (row.get().state() == QueueEntryRow.State.HELD) {
        // Held during an attempt that never came to an end.
        tx.put(QueueEntryRow.TABLE, row.get().held(false));
        continue;
      }
      QueueEntryRow leased = row.get().leased(until, ++token);
      tx.put(QueueEntryRow.TABLE, leased);
      leases.add(new QueueLease(QueueEntry.of(leased), token));
    }
    if (!leases.isEmpty()) {
      tx.put(QueuePartitionRow.TABLE, counts.withToken(token));
    }
    return leases;
  }

  @Override
  public List<QueueEntryId> postpone(
      int partition, List<QueueEntryId> ids, Instant now, Instant next, String error) {
    Instant due = QueueWriter.micros(next);
    return lanes
        .get(partition)
        .run(
            ids.size(),
            tx -> {
              List<QueueEntryId> others = new ArrayList<>();
              for (QueueEntryId id : ids) {
                Optional<QueueEntryRow> row = tx.get(QueueEntryRow.TABLE, partition, id);
                if (row.isPresent() && mayWait(row.get(), now, due)) {
                  tx.put(QueueEntryRow.TABLE, row.get().postponed(due, error));
                } else {
                  others.add(id);
                }
              }
              return others;
            });
  }

  private static boolean mayWait(QueueEntryRow row, Instant now, Instant next) {
    return !row.leased()
        && !row.dueAt().isAfter(now)
        && row.state() == QueueEntryRow.State.WAITING
        && !row.returned()
        && row.expiresAt().isAfter(next)
        && row.warnAt().isAfter(now);
  }

  @Override
  public boolean renew(List<QueueLease> leases, Instant until) {
    Instant end = QueueWriter.micros(until);
    return run(
        leases,
        tx -> {
          boolean all = true;
          for (QueueLease lease : leases) {
            Optional<QueueEntryRow> row = QueueWriter.held(tx, lease);
            row.ifPresent(found -> tx.put(QueueEntryRow.TABLE, found.renewed(end)));
            all &= row.isPresent();
          }
          return all;
        });
  }

  @Override
  public Set<QueueEntryId> settle(List<Ending> endings, List<QueuedReport> reports) {
    List<StructureRow> parsed =
        reports.stream().map(report -> structures.parse(report.body())).toList();
    List<QueueLease> leases = endings.stream().map(Ending::lease).toList();
    return run(leases, tx -> settle(tx, endings, reports, parsed));
  }

  private Set<QueueEntryId> settle(
      Transaction tx, List<Ending> endings, List<QueuedReport> reports, List<StructureRow> parsed) {
    Set<QueueEntryId> lost = new HashSet<>();
    for (Ending ending : endings) {
      if (!settle(tx, ending)) {
        lost.add(ending.lease().entry().id());
      }
    }
    int partition = endings.getFirst().lease().entry().partition();
    for (int i = 0; i < reports.size(); i++) {
      QueuedReport report = reports.get(i);
      if (!lost.containsAll(report.about())) {
        add(tx, partition, report.body(), parsed.get(i), report.entries());
      }
    }
    return lost;
  }

  private boolean settle(Transaction tx, Ending ending) {
    return switch (ending) {
      case Ending.Remove(QueueLease lease) -> writer.takeOut(tx, lease);
      case Ending.Retry(
              QueueLease lease,
              Instant next,
              String error,
              boolean warned,
              boolean tried) -> {
        Optional<QueueEntryRow> row = QueueWriter.held(tx, lease);
        row.ifPresent(
            found ->
                tx.put(
                    QueueEntryRow.TABLE,
                    found.retried(QueueWriter.micros(next), error, warned, tried)));
        yield row.isPresent();
      }
    };
  }

  private <T> T run(List<QueueLease> leases, Function<Transaction, T> work) {
    int partition = leases.getFirst().entry().partition();
    return lanes.get(partition).run(leases.size(), work);
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
  public List<QueueEntry> list(Optional<QueueEntry> after, int limit) {
    return control.list(after, limit);
  }

  @Override
  public Optional<QueueEntry> find(QueueEntryId id) {
    return control.find(id);
  }

  @Override
  public boolean hold(QueueEntryId id) {
    return control.hold(id);
  }

  @Override
  public boolean release(QueueEntryId id, Instant now) {
    return control.release(id, now);
  }

  @Override
  public boolean hurry(QueueEntryId id, Instant now) {
    return control.hurry(id, now);
  }

  @Override
  public boolean giveBack(QueueEntryId id, Instant now) {
    return control.giveBack(id, now);
  }

  @Override
  public boolean drop(QueueEntryId id) {
    return control.drop(id);
  }

  @Override
  public long size() {
    return totals().entries();
  }

  @Override
  public QueueTotals totals() {
    return control.totals();
  }
}
