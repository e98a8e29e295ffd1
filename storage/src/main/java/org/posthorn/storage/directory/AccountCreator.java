package org.posthorn.storage.directory;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthorn.storage.engine.Scopes;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.engine.Transaction;
import org.posthorn.storage.engine.View;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.CredentialId;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.schema.AccountRow;
import org.posthorn.storage.schema.AccountShardRow;
import org.posthorn.storage.schema.AddressRow;
import org.posthorn.storage.schema.CredentialRow;

/// Adds accounts, as many in a transaction as it may lock. Thread-safe.
///
/// An account whose mail shall lie in a shard is made there first, and then in the directory: what
/// is interrupted in between leaves an account without an address that nobody reaches.
final class AccountCreator {
  /// One scope is the directory's.
  private static final int BATCH = Scopes.MAX - 1;

  private final Store store;
  private final AccountHost home;
  private final AccountPlaces places;
  private final DirectoryCache cache;
  private final Clock clock;

  /// @param home who has the mail beside the directory
  AccountCreator(
      Store store, AccountHost home, AccountPlaces places, DirectoryCache cache, Clock clock) {
    this.store = store;
    this.home = home;
    this.places = places;
    this.cache = cache;
    this.clock = clock;
  }

  /// An account that is being made.
  private record Draft(AccountRow row, NewAccount account, String place) {
    boolean isHere() {
      return place.equals(AccountPlaces.HOME);
    }
  }

  List<AccountId> add(List<NewAccount> accounts) {
    List<AccountId> ids = new ArrayList<>(accounts.size());
    for (int from = 0; from < accounts.size(); from += BATCH) {
      ids.addAll(addBatch(accounts.subList(from, Math.min(accounts.size(), from + BATCH))));
    }
    return ids;
  }

  private List<AccountId> addBatch(List<NewAccount> accounts) {
    List<Draft> drafts = accounts.stream().map(this::draft).toList();
    Map<String, List<AccountRow>> elsewhere = elsewhere(drafts);
    if (!elsewhere.isEmpty()) {
      store.read(
          view -> {
            drafts.forEach(draft -> check(view, draft.account));
            return true;
          });
    }
    elsewhere.forEach((place, rows) -> places.at(place).add(rows));
    try {
      enter(drafts);
    } catch (StorageException refused) {
      if (!refused.error().temporary()) {
        elsewhere.forEach((place, rows) -> rows.forEach(row -> places.at(place).remove(row.id())));
      }
      throw refused;
    }
    return drafts.stream().map(draft -> draft.row.id()).toList();
  }

  private Draft draft(NewAccount account) {
    AccountRow row =
        new AccountRow(
            new AccountId(store.ids().next()),
            account.address().toString(),
            AccountRow.State.ENABLED,
            account.quota(),
            0,
            0,
            0,
            0,
            clock.instant().truncatedTo(ChronoUnit.MICROS));
    return new Draft(row, account, places.placeFor(account));
  }

  private static Map<String, List<AccountRow>> elsewhere(List<Draft> drafts) {
    Map<String, List<AccountRow>> rows = new LinkedHashMap<>();
    drafts.stream()
        .filter(draft -> !draft.isHere())
        .forEach(draft -> rows.computeIfAbsent(draft.place, _ -> new ArrayList<>()).add(draft.row));
    return rows;
  }

  /// Writes accounts into the directory, and what lies beside it.
  private void enter(List<Draft> drafts) {
    List<AccountId> ids = drafts.stream().map(draft -> draft.row.id()).toList();
    store.run(
        Scopes.directory().and(Scopes.accounts(ids)),
        tx -> {
          drafts.forEach(draft -> enter(tx, draft));
          cache.dropAfter(tx);
        });
  }

  private static void check(View view, NewAccount account) {
    MailAddress address = account.address();
    DirectoryRules.checkAddress(address);
    DirectoryRules.requireOwnDomain(view, address.domain());
    DirectoryRules.requireFree(view, address);
  }

  private void enter(Transaction tx, Draft draft) {
    AccountRow row = draft.row;
    MailAddress address = draft.account.address();
    check(tx, draft.account);
    tx.putNew(AccountRow.TABLE, row);
    tx.putNew(AddressRow.TABLE, new AddressRow(address.domain(), address.local(), row.id()));
    for (NewCredential credential : draft.account.credentials()) {
      tx.putNew(CredentialRow.TABLE, credential(row.id(), credential, row.createdAt()));
    }
    if (draft.isHere()) {
      home.addMailboxes(tx, row.id());
    } else {
      tx.putNew(AccountShardRow.TABLE, new AccountShardRow(row.id(), draft.place));
    }
  }

  private CredentialRow credential(AccountId account, NewCredential credential, Instant now) {
    return new CredentialRow(
        account,
        new CredentialId(store.ids().next()),
        credential.kind(),
        credential.secret(),
        "",
        0,
        Optional.empty(),
        now);
  }
}
