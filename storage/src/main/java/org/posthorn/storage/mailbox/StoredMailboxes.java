package org.posthorn.storage.mailbox;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.posthorn.storage.change.AccountTransactions;
import org.posthorn.storage.change.ChangeHub;
import org.posthorn.storage.change.Freshness;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.job.JobRunner;
import org.posthorn.storage.job.Jobs;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.Actor;
import org.posthorn.storage.model.FlagChange;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.MailboxName;
import org.posthorn.storage.model.SpecialUse;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.model.UidSet;
import org.posthorn.storage.schema.AccountRow;
import org.posthorn.storage.schema.JobRow;
import org.posthorn.storage.schema.MailboxRow;

/// The [MailboxService] on a store: checks who asks, then hands the work to the class whose job it
/// is. Thread-safe.
public final class StoredMailboxes implements MailboxService, AutoCloseable {
  private final Store store;
  private final ChangeHub hub;
  private final Freshness freshness;
  private final AccountTransactions transactions;
  private final TreeCache trees;
  private final MailboxWork work;
  private final JobRunner jobs;
  private final MaildropLocks maildrops;

  /// @param jobs runs what is left to do in the background, with the handlers of `work`
  public StoredMailboxes(
      Store store,
      ChangeHub hub,
      Freshness freshness,
      AccountTransactions transactions,
      TreeCache trees,
      MailboxWork work,
      JobRunner jobs) {
    this.store = store;
    this.hub = hub;
    this.freshness = freshness;
    this.transactions = transactions;
    this.trees = trees;
    this.work = work;
    this.jobs = jobs;
    this.maildrops = new MaildropLocks(store, transactions.leases());
  }

  @Override
  public List<MailboxInfo> list(Actor actor, AccountId owner) {
    AccessRules.check(actor, owner);
    return trees.get(owner).list();
  }

  @Override
  public Optional<MailboxId> find(Actor actor, AccountId owner, MailboxName name) {
    AccessRules.check(actor, owner);
    return trees.find(owner, name);
  }

  @Override
  public MailboxId create(
      Actor actor, AccountId owner, MailboxName name, Optional<SpecialUse> use) {
    AccessRules.check(actor, owner);
    return transactions.change(owner, change -> new TreeChanges(change).create(name, use).id());
  }

  @Override
  public void delete(Actor actor, AccountId owner, MailboxName name) {
    AccessRules.check(actor, owner);
    JobRow purge =
        transactions.change(
            owner,
            change -> {
              MailboxRow gone = new TreeChanges(change).delete(name);
              return Jobs.begin(
                  change,
                  JobRow.Kind.PURGE_MAILBOX,
                  Optional.of(gone.id()),
                  Optional.empty(),
                  UidSet.EMPTY);
            });
    jobs.submit(purge);
  }

  @Override
  public void rename(Actor actor, AccountId owner, MailboxName from, MailboxName to) {
    AccessRules.check(actor, owner);
    if (!from.isInbox()) {
      transactions.change(
          owner,
          change -> {
            new TreeChanges(change).rename(from, to);
            return true;
          });
      return;
    }
    // RFC 9051 §6.3.6: INBOX stays, its messages go to a new mailbox.
    MailboxId inbox =
        trees
            .find(owner, from)
            .orElseThrow(() -> new StorageException(new StorageError.Missing("there is no INBOX")));
    JobRow move =
        transactions.change(
            owner,
            change -> {
              MailboxId target = new TreeChanges(change).create(to, Optional.empty()).id();
              return work.copier().beginMoveAll(change, inbox, target);
            });
    work.copier().finishMove(move, () -> false);
  }

  @Override
  public void subscribe(Actor actor, AccountId owner, MailboxName name, boolean subscribed) {
    AccessRules.check(actor, owner);
    transactions.change(
        owner,
        change -> {
          new TreeChanges(change).subscribe(name, subscribed);
          return true;
        });
  }

  @Override
  public MailboxStatus status(Actor actor, AccountId owner, MailboxId mailbox) {
    AccessRules.check(actor, owner);
    MailboxRow row =
        store
            .read(view -> view.get(MailboxRow.TABLE, owner, mailbox))
            .filter(MailboxRow::selectable)
            .orElseThrow(
                () -> new StorageException(new StorageError.Missing("there is no such mailbox")));
    return new MailboxStatus(
        mailbox,
        row.messages(),
        row.unseen(),
        row.deleted(),
        row.recent(),
        row.size(),
        row.uidNext(),
        row.uidValidity(),
        row.highestModSeq());
  }

  @Override
  public OpenMailbox open(Actor actor, AccountId owner, MailboxId mailbox, boolean writable) {
    AccessRules.check(actor, owner);
    return work.opener().open(owner, mailbox, writable);
  }

  @Override
  public MailboxSnapshot snapshot(Actor actor, AccountId owner, MailboxId mailbox) {
    AccessRules.check(actor, owner);
    return work.snapshots().get(owner, mailbox);
  }

  @Override
  public SnapshotDiff diff(MailboxSnapshot older, MailboxSnapshot newer) {
    return SnapshotDiffs.between(older, newer);
  }

  @Override
  public AppendResult append(
      Actor actor, AccountId owner, MailboxId mailbox, List<AppendRequest> messages) {
    AccessRules.check(actor, owner);
    return work.appender().append(owner, mailbox, messages);
  }

  @Override
  public StoreResult store(
      Actor actor,
      AccountId owner,
      MailboxId mailbox,
      UidSet uids,
      FlagChange change,
      OptionalLong unchangedSince) {
    AccessRules.check(actor, owner);
    return work.flags().store(owner, mailbox, uids, change, unchangedSince);
  }

  @Override
  public CopyResult copy(Actor actor, AccountId owner, MailboxId from, UidSet uids, MailboxId to) {
    AccessRules.check(actor, owner);
    return work.copier().run(owner, from, uids, to, false);
  }

  @Override
  public CopyResult move(Actor actor, AccountId owner, MailboxId from, UidSet uids, MailboxId to) {
    AccessRules.check(actor, owner);
    return work.copier().run(owner, from, uids, to, true);
  }

  @Override
  public UidSet expunge(Actor actor, AccountId owner, MailboxId mailbox, UidSet uids) {
    AccessRules.check(actor, owner);
    return work.expunger().run(owner, mailbox, uids, JobRow.Kind.EXPUNGE);
  }

  @Override
  public UidSet remove(Actor actor, AccountId owner, MailboxId mailbox, UidSet uids) {
    AccessRules.check(actor, owner);
    return work.expunger().run(owner, mailbox, uids, JobRow.Kind.REMOVE);
  }

  @Override
  public void visit(
      Actor actor,
      AccountId owner,
      MailboxId mailbox,
      UidSet uids,
      EnumSet<Want> wants,
      MessageVisitor visitor) {
    AccessRules.check(actor, owner);
    work.reader().visit(owner, mailbox, uids, wants, visitor);
  }

  @Override
  public MessageWalk walk(
      Actor actor,
      AccountId owner,
      MailboxId mailbox,
      UidSet uids,
      EnumSet<Want> wants,
      long aheadBytes) {
    AccessRules.check(actor, owner);
    return work.reader().walk(owner, mailbox, uids, wants, aheadBytes);
  }

  @Override
  public Watch watch(Actor actor, AccountId owner, Consumer<MailboxEvent> consumer) {
    AccessRules.check(actor, owner);
    // What others changed up to now is not told as news.
    freshness.check(owner);
    return hub.watch(owner, consumer);
  }

  @Override
  public Optional<MaildropLock> lockMaildrop(Actor actor, AccountId owner) {
    AccessRules.check(actor, owner);
    return maildrops.take(owner);
  }

  @Override
  public QuotaUsage quota(Actor actor, AccountId owner) {
    AccessRules.check(actor, owner);
    AccountRow row = store.read(view -> view.require(AccountRow.TABLE, owner));
    return new QuotaUsage(row.usedBytes(), row.usedMessages(), transactions.limits().quotaOf(row));
  }

  /// Ends what keeps locks of maildrops alive, and what works in the background.
  @Override
  public void close() {
    maildrops.close();
    work.close();
  }
}
