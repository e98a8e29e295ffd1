package org.posthorn.storage;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.Optional;
import java.util.UUID;
import org.posthorn.storage.cache.SharedCache;
import org.posthorn.storage.change.AccountTransactions;
import org.posthorn.storage.change.ChangeHub;
import org.posthorn.storage.change.Freshness;
import org.posthorn.storage.delivery.Delivery;
import org.posthorn.storage.delivery.Redelivery;
import org.posthorn.storage.delivery.StoredDelivery;
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
import org.posthorn.storage.queue.MailQueue;
import org.posthorn.storage.queue.QueueWriter;
import org.posthorn.storage.queue.StoredMailQueue;
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
  private final StoredMailboxes mailboxes;
  private final Undelete undelete;
  private final DirectoryServices directory;
  private final MailQueue queue;
  private final Delivery delivery;
  private final Redelivery redelivery;
  private final StateStore state;
  private final Maintenance maintenance;

  private MailStore(
      Store store, MailStoreOptions options, Sharing sharing, MeterRegistry registry, Clock clock) {
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
    this.mailboxes = new StoredMailboxes(store, hub, freshness, transactions, trees, work, jobs);
    this.undelete = new StoredUndelete(store, transactions, trees, structures);
    QueueWriter queueWriter = new QueueWriter(store, clock);
    StoredMailQueue storedQueue = new StoredMailQueue(store, structures, queueWriter);
    this.queue = storedQueue;
    StoredDelivery storedDelivery =
        new StoredDelivery(store, transactions, structures, trees, queueWriter, storedQueue);
    this.delivery = storedDelivery;
    this.state = new StoredStateStore(store, clock);
    this.maintenance =
        new Maintenance(
            store,
            transactions,
            state,
            clock,
            new Maintenance.Windows(
                options.expungedRetention(), options.undeleteWindow(), options.blobGrace()));
    this.directory =
        DirectoryServices.create(
            store,
            transactions,
            jobs,
            options.authentication(),
            options.separator(),
            options.newAccount(),
            clock,
            registry);
    this.redelivery = new Redelivery(storedDelivery, directory.directory());
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
    MailStore opened = new MailStore(store, options, sharing, registry, clock);
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

  /// The store below: for backup, health and verification.
  public Store store() {
    return store;
  }

  /// Sweeps and verification.
  public Maintenance maintenance() {
    return maintenance;
  }

  /// Delivers what waits in the queue for people here.
  public Redelivery redelivery() {
    return redelivery;
  }

  /// The background jobs; tests wait for them.
  JobRunner jobs() {
    return jobs;
  }

  /// Stops background work between two of its steps, then closes the store. Idempotent.
  @Override
  public void close() {
    jobs.close();
    maintenance.close();
    directory.directory().close();
    mailboxes.close();
    changes.ifPresent(SharedChanges::close);
    store.close();
  }
}
