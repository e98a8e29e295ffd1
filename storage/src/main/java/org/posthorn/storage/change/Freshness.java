package org.posthorn.storage.change;

import org.posthorn.storage.model.AccountId;

/// Whether what is remembered of an account is still what the store has.
///
/// A store that several daemons share is changed behind a daemon's back. Whoever is going to answer
/// from memory asks first. Thread-safe; may read, so never called inside a transaction.
@FunctionalInterface
public interface Freshness {
  /// On a store that this process has for itself: [ChangeHub] hears of every change.
  Freshness GIVEN = _ -> {};

  /// On return, [ChangeHub] has been told of every change of the account that was durable when this
  /// was called, by whichever daemon.
  void check(AccountId account);
}
