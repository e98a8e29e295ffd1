package org.posthorn.storage.change;

import java.time.Clock;
import java.util.Optional;
import java.util.function.Function;
import org.posthorn.storage.engine.Ahead;
import org.posthorn.storage.engine.Scopes;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.engine.Transaction;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.schema.AccountRow;
import org.posthorn.storage.shared.Leases;

/// Runs changes of accounts in transactions and publishes them afterwards. Thread-safe.
public final class AccountTransactions {
  private final Store store;
  private final ChangeHub hub;
  private final Clock clock;
  private final MailboxLimits limits;
  private final Optional<Leases> leases;

  /// @param leases where several daemons share the store
  public AccountTransactions(
      Store store, ChangeHub hub, Clock clock, MailboxLimits limits, Optional<Leases> leases) {
    this.leases = leases;
    this.store = store;
    this.hub = hub;
    this.clock = clock;
    this.limits = limits;
  }

  /// Runs one change of one account; returns when it is durable. The work may run again and must
  /// have no effects but through its argument.
  public <T> T change(AccountId account, Function<AccountChange, T> work) {
    return change(account, Ahead.NOTHING, work);
  }

  /// The same, where more of what it will read is known than the account's row.
  public <T> T change(AccountId account, Ahead ahead, Function<AccountChange, T> work) {
    return store.transact(
        Scopes.account(account),
        Ahead.of(AccountRow.TABLE, account).and(ahead),
        tx -> {
          AccountChange change = begin(tx, account);
          if (change.accountRow().state() == AccountRow.State.REMOVED) {
            // Its mail is being purged: a session that lives on must not add to it.
            throw new StorageException(new StorageError.Missing("there is no such account"));
          }
          T result = work.apply(change);
          change.finish();
          return result;
        });
  }

  /// Begins a change inside a transaction that has the account among its scopes; the caller must
  /// call [AccountChange#finish()] in the end.
  public AccountChange begin(Transaction tx, AccountId account) {
    return AccountChange.begin(
        tx, account, new AccountChange.Context(hub, clock, limits, store.ids(), leases));
  }

  /// What this daemon has for itself, where several share the store.
  public Optional<Leases> leases() {
    return leases;
  }

  public MailboxLimits limits() {
    return limits;
  }
}
