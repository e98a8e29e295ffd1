package org.posthorn.storage.mailbox;

import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.posthorn.storage.model.AccountId;

/// The maildrops that POP3 sessions of this process hold. Thread-safe.
final class MaildropLocks {
  private final ConcurrentHashMap<AccountId, Lock> held = new ConcurrentHashMap<>();

  Optional<MaildropLock> take(AccountId owner) {
    Lock lock = new Lock(owner);
    return held.putIfAbsent(owner, lock) == null ? Optional.of(lock) : Optional.empty();
  }

  private final class Lock implements MaildropLock {
    private final AccountId owner;

    Lock(AccountId owner) {
      this.owner = owner;
    }

    @Override
    public boolean held() {
      return held.get(owner) == this;
    }

    @Override
    public void close() {
      held.remove(owner, this);
    }
  }
}
