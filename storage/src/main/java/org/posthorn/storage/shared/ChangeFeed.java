package org.posthorn.storage.shared;

import org.posthorn.storage.model.AccountId;

/// Carries the news that an account was changed from one daemon to the others.
///
/// News is for speed: it may be lost, come twice, late, or in another order. Whoever hears of a
/// change reads the store, and what was never announced is found by polling. Thread-safe.
public interface ChangeFeed extends AutoCloseable {
  /// No feed: changes of others are found by polling alone.
  ChangeFeed NONE =
      new ChangeFeed() {
        @Override
        public void start(Listener listener) {}

        @Override
        public void announce(AccountId account, long changes) {}

        @Override
        public boolean live() {
          return false;
        }

        @Override
        public void close() {}
      };

  /// Hears of changes that other daemons made (its own, too, if the feed cannot tell them apart).
  interface Listener {
    /// The account has come to this value of its change counter. Returns at once.
    void changed(AccountId account, long changes);

    /// News may have been missed, for example because the connection was lost for a while: every
    /// account is looked at again. Returns at once.
    void missed();
  }

  /// Begins to tell the listener. Called once; returns at once, whether or not the others can be
  /// reached.
  void start(Listener listener);

  /// A change of this daemon is durable. Called on the thread that a client waits for, so it must
  /// not wait for a network; never throws.
  void announce(AccountId account, long changes);

  /// Whether news is coming in as far as anybody knows. While it is, the store is polled seldom.
  boolean live();

  /// Idempotent.
  @Override
  void close();
}
