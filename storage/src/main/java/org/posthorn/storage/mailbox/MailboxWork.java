package org.posthorn.storage.mailbox;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.util.EnumMap;
import java.util.Map;
import org.posthorn.storage.cache.SharedCache;
import org.posthorn.storage.change.AccountTransactions;
import org.posthorn.storage.change.ChangeHub;
import org.posthorn.storage.change.Freshness;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.job.JobHandler;
import org.posthorn.storage.schema.JobRow;

/// The classes that do the work behind [StoredMailboxes], each for one kind of it. Thread-safe.
public final class MailboxWork implements AutoCloseable {
  private final SnapshotCache snapshots;
  private final MailboxOpener opener;
  private final Appender appender;
  private final FlagChanger flags;
  private final MessageCopier copier;
  private final Expunger expunger;
  private final Purger purger;
  private final MessageReader reader;

  /// @param shared what daemons keep together
  /// @param snapshotBytes heap for snapshots
  /// @param bodyBytes heap for small bodies
  public MailboxWork(
      Store store,
      ChangeHub hub,
      Freshness freshness,
      AccountTransactions transactions,
      Structures structures,
      Clock clock,
      SharedCache shared,
      long snapshotBytes,
      long bodyBytes,
      MeterRegistry registry) {
    snapshots =
        new SnapshotCache(
            store,
            hub,
            freshness,
            new SharedSnapshots(shared, store, clock, registry),
            snapshotBytes,
            registry);
    opener = new MailboxOpener(transactions, snapshots, hub);
    appender = new Appender(transactions, structures);
    flags = new FlagChanger(transactions, snapshots);
    copier = new MessageCopier(transactions, snapshots);
    expunger = new Expunger(transactions, snapshots);
    purger = new Purger(store, transactions, clock);
    reader =
        new MessageReader(
            store, snapshots, structures, new SharedMail(shared), bodyBytes, registry);
  }

  /// What finishes or undoes each kind of job.
  public Map<JobRow.Kind, JobHandler> jobHandlers() {
    Map<JobRow.Kind, JobHandler> handlers = new EnumMap<>(JobRow.Kind.class);
    for (JobRow.Kind kind : JobRow.Kind.values()) {
      handlers.put(
          kind,
          switch (kind) {
            case COPY, UNDO_COPY -> copier::undoCopy;
            case MOVE -> copier::finishMove;
            case EXPUNGE, REMOVE -> expunger::finish;
            case PURGE_MAILBOX -> purger::purgeMailbox;
            case PURGE_ACCOUNT -> purger::purgeAccount;
          });
    }
    return handlers;
  }

  SnapshotCache snapshots() {
    return snapshots;
  }

  MailboxOpener opener() {
    return opener;
  }

  Appender appender() {
    return appender;
  }

  FlagChanger flags() {
    return flags;
  }

  MessageCopier copier() {
    return copier;
  }

  Expunger expunger() {
    return expunger;
  }

  MessageReader reader() {
    return reader;
  }

  /// Ends what works in the background.
  @Override
  public void close() {
    snapshots.close();
  }
}
