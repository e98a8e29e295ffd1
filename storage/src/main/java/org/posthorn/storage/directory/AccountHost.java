package org.posthorn.storage.directory;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthorn.storage.change.AccountChange;
import org.posthorn.storage.change.AccountTransactions;
import org.posthorn.storage.engine.KeyRange;
import org.posthorn.storage.engine.Scopes;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.engine.Transaction;
import org.posthorn.storage.job.JobRunner;
import org.posthorn.storage.job.Jobs;
import org.posthorn.storage.mailbox.TreeChanges;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.UidSet;
import org.posthorn.storage.schema.AccountRow;
import org.posthorn.storage.schema.JobRow;
import org.posthorn.storage.schema.MailboxRow;
import org.posthorn.storage.schema.SubscriptionRow;

/// The accounts' rows and mailboxes in one store, for a directory that may lie in another: there
/// the
/// directory's changes have to be made a second time. All changes may be repeated. Thread-safe.
public final class AccountHost {
  private final Store store;
  private final AccountTransactions transactions;
  private final AccountMailboxes mailboxes;
  private final JobRunner jobs;

  public AccountHost(
      Store store, AccountTransactions transactions, AccountMailboxes mailboxes, JobRunner jobs) {
    this.store = store;
    this.transactions = transactions;
    this.mailboxes = mailboxes;
    this.jobs = jobs;
  }

  /// Makes accounts that are not there yet, with their mailboxes: as many as a transaction may
  /// lock.
  void add(List<AccountRow> accounts) {
    store.run(
        Scopes.accounts(accounts.stream().map(AccountRow::id).toList()),
        tx ->
            accounts.forEach(
                account -> {
                  tx.putNew(AccountRow.TABLE, account);
                  addMailboxes(tx, account.id());
                }));
  }

  /// Makes the mailboxes of an account whose row this transaction has made.
  void addMailboxes(Transaction tx, AccountId account) {
    AccountChange change = transactions.begin(tx, account);
    for (AccountMailboxes.Template template : mailboxes.mailboxes()) {
      if (template.name().levels().size() == 1) {
        // The account is new: no need to look whether the name is free.
        change.create(0, template.name().leaf(), template.use());
      } else {
        new TreeChanges(change).create(template.name(), template.use());
      }
      if (template.subscribed()) {
        tx.putNew(SubscriptionRow.TABLE, new SubscriptionRow(account, template.name().toString()));
      }
    }
    change.finish();
  }

  /// Takes over what the directory says of an account: login, state, quota.
  void update(AccountRow says) {
    store.run(
        Scopes.account(says.id()),
        tx ->
            tx.get(AccountRow.TABLE, says.id())
                .filter(row -> row.state() != AccountRow.State.REMOVED)
                .map(row -> row.withLogin(says.login()).withState(says.state()))
                .map(row -> row.withQuota(says.quota()))
                .ifPresent(row -> tx.put(AccountRow.TABLE, row)));
  }

  /// Removes an account, if it is there: what it has is purged in the background.
  void remove(AccountId account) {
    Optional<JobRow> purge =
        store.transact(
            Scopes.account(account),
            tx ->
                tx.get(AccountRow.TABLE, account)
                    .filter(row -> row.state() != AccountRow.State.REMOVED)
                    .map(row -> beginPurge(tx, row)));
    purge.ifPresent(jobs::submit);
  }

  /// Marks an account as removed and writes what is left to do, which [#purge] begins.
  JobRow beginPurge(Transaction tx, AccountRow row) {
    tx.put(AccountRow.TABLE, row.withState(AccountRow.State.REMOVED));
    AccountChange change = transactions.begin(tx, row.id());
    // Sessions that have a mailbox open are told.
    for (MailboxRow mailbox : tx.scan(MailboxRow.TABLE, KeyRange.prefix(row.id()))) {
      change.mailboxDeleted(mailbox.id());
    }
    JobRow purge =
        Jobs.begin(
            change, JobRow.Kind.PURGE_ACCOUNT, Optional.empty(), Optional.empty(), UidSet.EMPTY);
    change.finish();
    return purge;
  }

  /// Does in the background what a removal has left to do.
  void purge(JobRow job) {
    jobs.submit(job);
  }

  /// The rows of accounts; those that are not there are left out.
  Map<AccountId, AccountRow> rows(Collection<AccountId> accounts) {
    Map<AccountId, AccountRow> rows = new HashMap<>();
    List<byte[]> keys = accounts.stream().map(AccountRow.TABLE::key).toList();
    store.read(view -> view.getAll(AccountRow.TABLE, keys)).stream()
        .flatMap(Optional::stream)
        .forEach(row -> rows.put(row.id(), row));
    return rows;
  }
}
