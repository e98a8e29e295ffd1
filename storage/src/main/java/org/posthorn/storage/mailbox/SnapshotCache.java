package org.posthorn.storage.mailbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.posthorn.storage.change.ChangeHub;
import org.posthorn.storage.change.Freshness;
import org.posthorn.storage.engine.KeyRange;
import org.posthorn.storage.engine.Scan;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.engine.View;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.schema.ExpungedRow;
import org.posthorn.storage.schema.MailboxRow;
import org.posthorn.storage.schema.MessageRow;

/// The newest snapshot of each mailbox in use, brought up to date by what changed since. The cache
/// is never trusted beyond [ChangeHub]'s versions, and on a store that others share not without
/// asking [Freshness]. Thread-safe.
final class SnapshotCache {
  private final Store store;
  private final ChangeHub hub;
  private final Freshness freshness;
  private final Cache<MailboxId, Entry> cache;
  private final ReentrantLock[] loading;

  /// @param version the hub's version before the rows were read
  private record Entry(AccountId owner, ChunkedSnapshot snapshot, long version) {}

  SnapshotCache(
      Store store, ChangeHub hub, Freshness freshness, long maxBytes, MeterRegistry registry) {
    this.store = store;
    this.hub = hub;
    this.freshness = freshness;
    this.cache =
        Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumWeight(maxBytes)
            .weigher((MailboxId _, Entry entry) -> entry.snapshot.weight())
            .recordStats()
            .build();
    CaffeineCacheMetrics.monitor(registry, cache, "snapshots");
    this.loading = Stream.generate(ReentrantLock::new).limit(256).toArray(ReentrantLock[]::new);
  }

  /// The mailbox as it is now.
  ///
  /// @throws StorageException `Missing`
  ChunkedSnapshot get(AccountId owner, MailboxId mailbox) {
    freshness.check(owner);
    return known(owner, mailbox);
  }

  /// The mailbox as it was when this process last heard of it, or later: for those who ask about
  /// messages that they know.
  ///
  /// @throws StorageException `Missing`
  ChunkedSnapshot known(AccountId owner, MailboxId mailbox) {
    Optional<ChunkedSnapshot> cached = current(owner, mailbox);
    if (cached.isPresent()) {
      return cached.get();
    }
    // One loads, the others wait for it: a cold mailbox is scanned once.
    ReentrantLock lock = loading[Long.hashCode(mailbox.value() >>> 12) & 255];
    lock.lock();
    try {
      return current(owner, mailbox).orElseGet(() -> load(owner, mailbox));
    } finally {
      lock.unlock();
    }
  }

  private Optional<ChunkedSnapshot> current(AccountId owner, MailboxId mailbox) {
    Entry entry = cache.getIfPresent(mailbox);
    return entry != null && entry.version == hub.version(mailbox) && entry.owner.equals(owner)
        ? Optional.of(entry.snapshot)
        : Optional.empty();
  }

  private ChunkedSnapshot load(AccountId owner, MailboxId mailbox) {
    long version = hub.version(mailbox);
    Entry entry = cache.getIfPresent(mailbox);
    Optional<ChunkedSnapshot> base =
        Optional.ofNullable(entry).filter(e -> e.owner.equals(owner)).map(Entry::snapshot);
    try {
      ChunkedSnapshot fresh = store.read(view -> read(view, owner, mailbox, base));
      cache.put(mailbox, new Entry(owner, fresh, version));
      return fresh;
    } catch (StorageException failure) {
      if (failure.error() instanceof StorageError.Missing) {
        cache.invalidate(mailbox);
      }
      throw failure;
    }
  }

  private static ChunkedSnapshot read(
      View view, AccountId owner, MailboxId mailbox, Optional<ChunkedSnapshot> base) {
    MailboxRow row =
        view.get(MailboxRow.TABLE, owner, mailbox)
            .filter(MailboxRow::selectable)
            .orElseThrow(
                () -> new StorageException(new StorageError.Missing("there is no such mailbox")));
    if (base.isEmpty()
        || base.get().uidValidity() != row.uidValidity()
        || base.get().modSeq() < row.vanishedFloor()) {
      return scan(view, row);
    }
    if (base.get().modSeq() == row.highestModSeq()) {
      return base.get().row().equals(row) ? base.get() : base.get().withRow(row);
    }
    return update(view, row, base.get());
  }

  private static ChunkedSnapshot scan(View view, MailboxRow row) {
    List<Chunk> chunks = new ArrayList<>();
    Chunk.Builder builder = new Chunk.Builder();
    view.forEach(
        Scan.of(MessageRow.TABLE, KeyRange.prefix(row.id())),
        message -> {
          builder.add(message);
          if (builder.isFull()) {
            chunks.add(builder.build());
          }
          return true;
        });
    if (!builder.isEmpty()) {
      chunks.add(builder.build());
    }
    return new ChunkedSnapshot(row, chunks);
  }

  private static ChunkedSnapshot update(View view, MailboxRow row, ChunkedSnapshot base) {
    KeyRange since = KeyRange.prefix(row.id()).after(base.modSeq());
    int limit = Math.max(Chunk.CAPACITY, base.size() / 4);
    List<MessageRow> changed = view.scan(Scan.of(MessageRow.BY_MODSEQ, since).limit(limit));
    if (changed.size() == limit) {
      return scan(view, row);
    }
    List<MessageRow> ascending = new ArrayList<>(changed);
    ascending.sort(Comparator.comparingLong(MessageRow::uid));
    long[] gone =
        view.scan(ExpungedRow.TABLE, since).stream().mapToLong(ExpungedRow::uid).toArray();
    return SnapshotUpdate.apply(base, row, ascending, gone);
  }

  void invalidateAll() {
    cache.invalidateAll();
  }
}
