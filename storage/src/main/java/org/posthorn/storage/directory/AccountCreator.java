package org.posthorn.storage.directory;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthorn.storage.change.AccountChange;
import org.posthorn.storage.change.AccountTransactions;
import org.posthorn.storage.engine.Scopes;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.engine.Transaction;
import org.posthorn.storage.mailbox.TreeChanges;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.CredentialId;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.schema.AccountRow;
import org.posthorn.storage.schema.AddressRow;
import org.posthorn.storage.schema.CredentialRow;
import org.posthorn.storage.schema.SubscriptionRow;

/// Adds accounts, as many in a transaction as it may lock. Thread-safe.
final class AccountCreator {
  /// One scope is the directory's.
  private static final int BATCH = Scopes.MAX - 1;

  private final Store store;
  private final AccountTransactions transactions;
  private final DirectoryCache cache;
  private final AccountMailboxes mailboxes;
  private final Clock clock;

  AccountCreator(
      Store store,
      AccountTransactions transactions,
      DirectoryCache cache,
      AccountMailboxes mailboxes,
      Clock clock) {
    this.store = store;
    this.transactions = transactions;
    this.cache = cache;
    this.mailboxes = mailboxes;
    this.clock = clock;
  }

  List<AccountId> add(List<NewAccount> accounts) {
    List<AccountId> ids = new ArrayList<>(accounts.size());
    for (int from = 0; from < accounts.size(); from += BATCH) {
      ids.addAll(addBatch(accounts.subList(from, Math.min(accounts.size(), from + BATCH))));
    }
    return ids;
  }

  private List<AccountId> addBatch(List<NewAccount> accounts) {
    List<AccountId> ids = accounts.stream().map(_ -> new AccountId(store.ids().next())).toList();
    store.run(
        Scopes.directory().and(Scopes.accounts(ids)),
        tx -> {
          for (int i = 0; i < accounts.size(); i++) {
            add(tx, ids.get(i), accounts.get(i));
          }
          cache.dropAfter(tx);
        });
    return ids;
  }

  private void add(Transaction tx, AccountId id, NewAccount account) {
    MailAddress address = account.address();
    DirectoryRules.checkAddress(address);
    DirectoryRules.requireOwnDomain(tx, address.domain());
    DirectoryRules.requireFree(tx, address);
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    tx.putNew(
        AccountRow.TABLE,
        new AccountRow(
            id, address.toString(), AccountRow.State.ENABLED, account.quota(), 0, 0, 0, 0, now));
    tx.putNew(AddressRow.TABLE, new AddressRow(address.domain(), address.local(), id));
    for (NewCredential credential : account.credentials()) {
      tx.putNew(
          CredentialRow.TABLE,
          new CredentialRow(
              id,
              new CredentialId(store.ids().next()),
              credential.kind(),
              credential.secret(),
              "",
              0,
              Optional.empty(),
              now));
    }
    addMailboxes(transactions.begin(tx, id));
  }

  private void addMailboxes(AccountChange change) {
    for (AccountMailboxes.Template template : mailboxes.mailboxes()) {
      if (template.name().levels().size() == 1) {
        // The account is new: no need to look whether the name is free.
        change.create(0, template.name().leaf(), template.use());
      } else {
        new TreeChanges(change).create(template.name(), template.use());
      }
      if (template.subscribed()) {
        change
            .tx()
            .putNew(
                SubscriptionRow.TABLE,
                new SubscriptionRow(change.account(), template.name().toString()));
      }
    }
    change.finish();
  }
}
