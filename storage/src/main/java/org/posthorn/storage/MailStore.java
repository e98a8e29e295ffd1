package org.posthorn.storage;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.posthorn.storage.cache.SharedCache;
import org.posthorn.storage.change.AccountTransactions;
import org.posthorn.storage.change.ChangeHub;
import org.posthorn.storage.change.Freshness;
import org.posthorn.storage.delivery.Delivery;
import org.posthorn.storage.delivery.Redelivery;
import org.posthorn.storage.delivery.StoredDelivery;
import org.posthorn.storage.directory.AccountHost;
import org.posthorn.storage.directory.AccountPlaces;
import org.posthorn.storage.directory.Directory;
import org.posthorn.storage.directory.DirectoryAdmin;
import org.posthorn.storage.directory.DirectoryServices;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.job.JobRunner;
import org.posthorn.storage.mailbox.MailboxService;
import org.posthorn.storage.mailbox.MailboxWork;
import org.posthorn.storage.mailbox.StoredMailboxes;
import org.posthorn.storage.mailbox.StoredUndelete;
import org.posthorn.storage.mailbox.Structures;
import org.posthorn.storage.mailbox.TreeCache;
import org.posthorn.storage.mailbox.Undelete;
import org.posthorn.storage.maintenance.Maintenance;
import org.posthorn.storage.maintenance.Progress;
import org.posthorn.storage.queue.MailQueue;
import org.posthorn.storage.queue.QueueWriter;
import org.posthorn.storage.queue.StoredMailQueue;
import org.posthorn.storage.shard.MailHost;
import org.posthorn.storage.shard.ShardMark;
import org.posthorn.storage.shard.ShardedDelivery;
import org.posthorn.storage.shard.ShardedMailboxes;
import org.posthorn.storage.shard.ShardedUndelete;
import org.posthorn.storage.shard.Sharding;
import org.posthorn.storage.shard.Shards;
import org.posthorn.storage.shared.Leases;
import org.posthorn.storage.shared.SharedChanges;
import org.posthorn.storage.shared.Sharing;
import org.posthorn.storage.state.StateStore;
import org.posthorn.storage.state.StoredStateStore;

/// Everything that protocols and the command line ask of the store, built over an open [Store].
///
/// [#open] takes up jobs that an earlier process left; [#close] ends the background work, then the
/// store. Thread-safe.
public final class MailStore implements AutoCloseable {
  private final Store store;
  private final Optional<SharedChanges> changes;
  private final JobRunner jobs;
  private final StoredMailboxes own;
  private final MailHost host;
  private final Optional<Shards> shards;
  private final MailboxService mailboxes;
  private final Undelete undelete;
  private final DirectoryServices directory;
  private final MailQueue queue;
  private final Delivery delivery;
  private final Redelivery redelivery;
  private final StateStore state;
  private final Maintenance maintenance;

  private MailStore(
      Store store,
      MailStoreOptions options,
      Sharing sharing,
      Optional<Sharding> sharding,
      MeterRegistry registry,
      Clock clock) {
    this.store = store;
    ChangeHub hub = new ChangeHub();
    this.changes =
        store.shared() ? Optional.of(new SharedChanges(store, hub, sharing)) : Optional.empty();
    Optional<Leases> leases =
        store.shared()
            ? Optional.of(new Leases(store.instance(), UUID.randomUUID().toString(), clock))
            : Optional.empty();
    Freshness freshness = changes.isPresent() ? changes.get() : Freshness.GIVEN;
    AccountTransactions transactions =
        new AccountTransactions(store, hub, clock, options.limits(), leases);
    Structures structures = new Structures(store, options.structureBytes(), registry);
    TreeCache trees = new TreeCache(store, hub, freshness);
    MailboxWork work =
        new MailboxWork(
            store,
            hub,
            freshness,
            transactions,
            structures,
            clock,
            store.shared() ? sharing.cache() : SharedCache.NONE,
            options.snapshotBytes(),
            options.bodyBytes(),
            registry);
    this.jobs = new JobRunner(store, work.jobHandlers(), leases);
    this.own = new StoredMailboxes(store, hub, freshness, transactions, trees, work, jobs);
    QueueWriter queueWriter = new QueueWriter(store, clock);
    StoredMailQueue storedQueue = new StoredMailQueue(store, structures, queueWriter);
    this.queue = storedQueue;
    StoredDelivery storedDelivery =
        new StoredDelivery(store, transactions, structures, trees, queueWriter, storedQueue);
    this.state = new StoredStateStore(store, clock);
    this.maintenance =
        new Maintenance(
            store,
            transactions,
            state,
            clock,
            new Maintenance.Windows(
                options.expungedRetention(), options.undeleteWindow(), options.blobGrace()));
    this.host =
        new MailHost(
            store,
            own,
            new StoredUndelete(store, transactions, trees, structures),
            storedDelivery,
            new AccountHost(store, transactions, options.newAccount(), jobs),
            maintenance,
            jobs,
            this::close);
    this.shards = sharding.map(spread -> Shards.open(spread, store, registry));
    this.directory =
        DirectoryServices.create(
            store,
            host.accounts(),
            shards.<AccountPlaces>map(places -> places).orElse(AccountPlaces.ONLY_HOME),
            options.authentication(),
            options.separator(),
            clock,
            registry);
    if (shards.isPresent()) {
      ShardedDelivery spread =
          new ShardedDelivery(
              shards.get(), storedDelivery, storedQueue, sharding.orElseThrow().spool(), clock);
      this.mailboxes = new ShardedMailboxes(shards.get(), own);
      this.undelete = new ShardedUndelete(shards.get(), host.undelete());
      this.delivery = spread;
      this.redelivery = new Redelivery(spread, directory.directory());
    } else {
      this.mailboxes = own;
      this.undelete = host.undelete();
      this.delivery = storedDelivery;
      this.redelivery = new Redelivery(storedDelivery, directory.directory());
    }
  }

  /// Like the other one; changes of other daemons are found by polling.
  public static MailStore open(
      Store store, MailStoreOptions options, MeterRegistry registry, Clock clock) {
    return open(store, options, Sharing.polling(), registry, clock);
  }

  /// Builds the services and takes up interrupted jobs. The store must know the tables of
  /// [org.posthorn.storage.schema.Schema#TABLES]; it is closed with the result.
  ///
  /// @param sharing how daemons hear of each other, where the store is one that they share
  public static MailStore open(
      Store store, MailStoreOptions options, Sharing sharing, MeterRegistry registry, Clock clock) {
    ShardMark.requireNone(store);
    return start(new MailStore(store, options, sharing, Optional.empty(), registry, clock));
  }

  /// The same with accounts in other stores, too: this one has the directory, and the queue.
  ///
  /// @param sharding the other stores, which are opened here and closed with the result
  public static MailStore open(
      Store store,
      MailStoreOptions options,
      Sharing sharing,
      Sharding sharding,
      MeterRegistry registry,
      Clock clock) {
    ShardMark.requireNone(store);
    return start(new MailStore(store, options, sharing, Optional.of(sharding), registry, clock));
  }

  /// Opens one of the other stores of a [Sharding].
  public static MailHost openShard(
      Store store, MailStoreOptions options, Sharing sharing, MeterRegistry registry, Clock clock) {
    return start(new MailStore(store, options, sharing, Optional.empty(), registry, clock)).host;
  }

  private static MailStore start(MailStore opened) {
    try {
      opened.changes.ifPresent(SharedChanges::start);
      opened.jobs.recover();
      opened.maintenance.start();
      return opened;
    } catch (RuntimeException failure) {
      opened.close();
      throw failure;
    }
  }

  public MailboxService mailboxes() {
    return mailboxes;
  }

  /// Brings expunged messages back.
  public Undelete undelete() {
    return undelete;
  }

  /// The names of shards that cannot be reached now.
  public List<String> shardsDown() {
    return shards.map(Shards::down).orElse(List.of());
  }

  /// Checks this store and all shards.
  ///
  /// @param wrong takes a line for each thing that is wrong, as it is found
  /// @return how many things are wrong
  public long verify(Progress progress, Consumer<String> wrong) {
    return maintenance.verify(progress, wrong)
        + shards.map(all -> all.verify(progress, wrong)).orElse(0L);
  }

  public Delivery delivery() {
    return delivery;
  }

  public MailQueue queue() {
    return queue;
  }

  public StateStore state() {
    return state;
  }

  public Directory directory() {
    return directory.directory();
  }

  public DirectoryAdmin directoryAdmin() {
    return directory.admin();
  }

  /// The store below, that of the directory: for backup and health.
  public Store store() {
    return store;
  }

  /// Sweeps and verification of the store below.
  public Maintenance maintenance() {
    return maintenance;
  }

  /// Delivers what waits in the queue for people here.
  public Redelivery redelivery() {
    return redelivery;
  }

  /// Waits for the background jobs begun so far, here and in all shards: for tests.
  void awaitJobs() {
    jobs.await();
    shards.ifPresent(Shards::awaitJobs);
  }

  /// Whatever waits for a database fails now, in this store and in all shards: see
  /// [Store#giveUp]. Idempotent.
  public void giveUp() {
    shards.ifPresent(Shards::giveUp);
    store.giveUp();
  }

  /// Stops background work between two of its steps, then closes the store. Idempotent.
  @Override
  public void close() {
    jobs.close();
    maintenance.close();
    directory.directory().close();
    own.close();
    shards.ifPresent(Shards::close);
    changes.ifPresent(SharedChanges::close);
    store.close();
  }
}
