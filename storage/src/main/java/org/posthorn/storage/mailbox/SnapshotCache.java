package org.posthorn.storage.mailbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.binder.cache.CaffeineCacheMetrics;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.posthorn.storage.change.ChangeHub;
import org.posthorn.storage.change.Freshness;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.engine.View;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.schema.MailboxRow;

/// The newest snapshot of each mailbox in use, brought up to date by what changed since. The cache
/// is never trusted beyond [ChangeHub]'s versions, and on a store that others share not without
/// asking [Freshness]. A mailbox that it does not know is looked for in [SharedSnapshots]; what
/// that has is brought up to date in the same way. Thread-safe.
final class SnapshotCache implements AutoCloseable {
  private final Store store;
  private final ChangeHub hub;
  private final Freshness freshness;
  private final SharedSnapshots shared;
  private final Cache<MailboxId, Entry> cache;
  private final ReentrantLock[] loading;

  /// @param version the hub's version before the rows were read
  /// @param drift how far it is from what the shared cache has
  private record Entry(
      AccountId owner, ChunkedSnapshot snapshot, long version, SharedSnapshots.Drift drift) {}

  SnapshotCache(
      Store store,
      ChangeHub hub,
      Freshness freshness,
      SharedSnapshots shared,
      long maxBytes,
      MeterRegistry registry) {
    this.store = store;
    this.hub = hub;
    this.freshness = freshness;
    this.shared = shared;
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
    Optional<Entry> before =
        Optional.ofNullable(cache.getIfPresent(mailbox)).filter(e -> e.owner.equals(owner));
    try {
      SnapshotRows.Loaded loaded =
          before.isPresent()
              ? store.read(view -> again(view, owner, mailbox, before.get().snapshot))
              : first(owner, mailbox);
      SharedSnapshots.Drift drift = shared.consider(owner, loaded, before.map(Entry::drift));
      cache.put(mailbox, new Entry(owner, loaded.snapshot(), version, drift));
      return loaded.snapshot();
    } catch (StorageException failure) {
      if (failure.error() instanceof StorageError.Missing) {
        cache.invalidate(mailbox);
      }
      throw failure;
    }
  }

  private static SnapshotRows.Loaded again(
      View view, AccountId owner, MailboxId mailbox, ChunkedSnapshot known) {
    MailboxRow row = SnapshotRows.mailbox(view, owner, mailbox);
    return known.row().equals(row)
        ? new SnapshotRows.Loaded(known, 0, known.modSeq())
        : SnapshotRows.since(view, row, known.base());
  }

  /// Reads a mailbox that is not in memory: from the shared cache where that has it, and from its
  /// rows.
  private SnapshotRows.Loaded first(AccountId owner, MailboxId mailbox) {
    SharedSnapshots.Look look = store.read(view -> shared.look(view, owner, mailbox));
    return switch (look) {
      case SharedSnapshots.Look.Read(SnapshotRows.Loaded loaded) -> loaded;
      case SharedSnapshots.Look.Ask(RegisteredSnapshot registered) ->
          shared
              .fetch(mailbox, registered)
              .map(base -> store.read(view -> goOn(view, owner, mailbox, base)))
              .filter(shared::isTrue)
              .orElseGet(
                  () ->
                      store.read(
                          view ->
                              SnapshotRows.all(view, SnapshotRows.mailbox(view, owner, mailbox))));
    };
  }

  private static SnapshotRows.Loaded goOn(
      View view, AccountId owner, MailboxId mailbox, SnapshotRows.Base base) {
    return SnapshotRows.since(view, SnapshotRows.mailbox(view, owner, mailbox), base);
  }

  @Override
  public void close() {
    shared.close();
  }
}
