package org.posthorn.storage.mailbox;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.posthorn.storage.engine.Scopes;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.shared.Leases;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The maildrops that POP3 sessions of this process hold. Where several daemons share the store,
/// each is a lease as well, renewed while the session lives; after a crash it runs out.
/// Thread-safe.
final class MaildropLocks implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(MaildropLocks.class);
  private static final String KIND = "maildrop";
  private static final Duration TERM = Duration.ofSeconds(60);
  private static final Duration PERIOD = Duration.ofSeconds(15);

  /// Leases renewed by one transaction.
  private static final int BATCH = 100;

  private final Store store;
  private final Optional<Leases> leases;
  private final ConcurrentHashMap<AccountId, Lock> held = new ConcurrentHashMap<>();
  private final ScheduledExecutorService renewer =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("maildrops").factory());

  /// @param leases where several daemons share the store
  MaildropLocks(Store store, Optional<Leases> leases) {
    this.store = store;
    this.leases = leases;
    if (leases.isPresent()) {
      var _ =
          renewer.scheduleWithFixedDelay(
              () -> renew(leases.get()), PERIOD.toSeconds(), PERIOD.toSeconds(), TimeUnit.SECONDS);
    }
  }

  Optional<MaildropLock> take(AccountId owner) {
    Lock lock = new Lock(owner);
    if (held.putIfAbsent(owner, lock) != null) {
      return Optional.empty();
    }
    boolean taken = false;
    try {
      taken = leases.isEmpty() || lease(leases.get(), lock);
    } finally {
      if (!taken) {
        held.remove(owner, lock);
      }
    }
    return taken ? Optional.of(lock) : Optional.empty();
  }

  private boolean lease(Leases from, Lock lock) {
    Optional<Instant> until =
        store.transact(Scopes.none(), tx -> from.take(tx, KIND, key(lock.owner), TERM));
    until.ifPresent(end -> lock.until = end);
    return until.isPresent();
  }

  private static String key(AccountId owner) {
    return Long.toString(owner.value());
  }

  private void renew(Leases from) {
    List<Lock> batch = new ArrayList<>(BATCH);
    for (Lock lock : held.values()) {
      batch.add(lock);
      if (batch.size() == BATCH) {
        renew(from, List.copyOf(batch));
        batch.clear();
      }
    }
    renew(from, batch);
  }

  private void renew(Leases from, List<Lock> locks) {
    if (locks.isEmpty()) {
      return;
    }
    try {
      Map<Lock, Optional<Instant>> renewed =
          store.transact(
              Scopes.none(),
              tx -> {
                Map<Lock, Optional<Instant>> ends = new java.util.HashMap<>();
                locks.forEach(lock -> ends.put(lock, from.renew(tx, KIND, key(lock.owner), TERM)));
                return ends;
              });
      renewed.forEach(this::renewed);
    } catch (StorageException failure) {
      log.atWarn().setCause(failure).log("locks of maildrops were not renewed");
    }
  }

  private void renewed(Lock lock, Optional<Instant> until) {
    if (until.isPresent()) {
      lock.until = until.get();
    } else {
      held.remove(lock.owner, lock);
    }
  }

  @Override
  public void close() {
    renewer.shutdownNow();
  }

  private final class Lock implements MaildropLock {
    private final AccountId owner;
    private volatile Instant until = Instant.MAX;

    Lock(AccountId owner) {
      this.owner = owner;
    }

    @Override
    public boolean held() {
      return held.get(owner) == this && (leases.isEmpty() || leases.get().now().isBefore(until));
    }

    @Override
    public void close() {
      if (held.get(owner) == this) {
        leases.ifPresent(this::release);
        held.remove(owner, this);
      }
    }

    private void release(Leases to) {
      try {
        store.run(Scopes.none(), tx -> to.release(tx, KIND, key(owner)));
      } catch (StorageException failure) {
        log.atWarn().setCause(failure).log("a maildrop's lock was not given back; it runs out");
      }
    }
  }
}
