package org.posthorn.storage.shared;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;
import org.posthorn.storage.change.AccountNews;
import org.posthorn.storage.change.ChangeHub;
import org.posthorn.storage.change.Freshness;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.mailbox.MailboxEvent;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.schema.AccountRow;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Finds what other daemons have changed, and has [ChangeHub] tell it here.
///
/// For each account in use it remembers up to which value of the change counter all has been told.
/// [#check] compares that with the store before a session is answered from memory; a poll does the
/// same for the accounts that sessions watch, in one statement for many; a [ChangeFeed] only says
/// when to look. Thread-safe.
public final class SharedChanges implements Freshness, AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(SharedChanges.class);
  private static final long MAX_BYTES = 64 << 20;
  private static final int BATCH = 512;

  /// How often a poll is made while a feed brings news.
  private static final long RELAXED_NANOS = TimeUnit.SECONDS.toNanos(5);

  private final Store store;
  private final ChangeHub hub;
  private final ChangeFeed feed;
  private final long pollNanos;
  private final GroupedRead<AccountId, Long> counters = new GroupedRead<>(this::readCounters);
  private final ReentrantLock[] looking =
      Stream.generate(ReentrantLock::new).limit(256).toArray(ReentrantLock[]::new);
  private final Cache<AccountId, Known> known =
      Caffeine.newBuilder()
          .executor(Runnable::run)
          .maximumWeight(MAX_BYTES)
          .weigher((AccountId _, Known account) -> account.picture.weight())
          .build();
  private final ScheduledExecutorService poller =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("changes").factory());
  private volatile long lastPoll = System.nanoTime();
  private volatile boolean failing;
  private volatile boolean missed;

  /// @param picture as it was last read
  /// @param changes all changes up to this one have been told: those of the picture, and those of
  ///     this daemon that followed it
  private record Known(AccountPicture picture, long changes) {}

  public SharedChanges(Store store, ChangeHub hub, Sharing sharing) {
    this.store = store;
    this.hub = hub;
    this.feed = sharing.feed();
    this.pollNanos = sharing.poll().toNanos();
  }

  /// Begins to listen and to poll.
  public void start() {
    hub.observe(this::changedHere);
    feed.start(
        new ChangeFeed.Listener() {
          @Override
          public void changed(AccountId account, long changes) {
            changedElsewhere(account, changes);
          }

          @Override
          public void missed() {
            missed = true;
          }
        });
    var _ =
        poller.scheduleWithFixedDelay(this::pollIfDue, pollNanos, pollNanos, TimeUnit.NANOSECONDS);
  }

  /// A change of this daemon: if all before it is known, it is known too.
  private void changedHere(AccountNews news) {
    if (news.onlyMessages()) {
      known
          .asMap()
          .computeIfPresent(
              news.account(),
              (_, account) ->
                  account.changes == news.changes() - 1
                      ? new Known(account.picture, news.changes())
                      : account);
    }
    feed.announce(news.account(), news.changes());
  }

  private void changedElsewhere(AccountId account, long changes) {
    if (hub.isWatched(account) && isBehind(account, changes)) {
      Thread.ofVirtual()
          .name("change-" + account.value())
          .start(() -> lookQuietly(account, changes));
    }
  }

  @Override
  public void check(AccountId account) {
    long now = counters.ask(account).orElse(AccountPicture.GONE);
    if (isBehind(account, now)) {
      look(account, now);
    }
  }

  private boolean isBehind(AccountId account, long now) {
    Known last = known.getIfPresent(account);
    return last == null || now > last.changes || (now < 0 && last.changes >= 0);
  }

  private Map<AccountId, Long> readCounters(Collection<AccountId> accounts) {
    List<byte[]> keys = accounts.stream().map(AccountRow.TABLE::key).toList();
    Map<AccountId, Long> found = new HashMap<>();
    store
        .lookUp(AccountRow.TABLE, keys)
        .forEach(
            row ->
                row.ifPresent(account -> found.put(account.id(), AccountPicture.counter(account))));
    return found;
  }

  /// Reads what an account looks like now and tells what changed, unless another thread just did.
  private void look(AccountId account, long atLeast) {
    ReentrantLock lock = looking[Long.hashCode(account.value() >>> 12) & 255];
    lock.lock();
    try {
      if (!isBehind(account, atLeast)) {
        return;
      }
      AccountPicture now = store.read(view -> AccountPicture.read(view, account));
      Optional<Known> last = Optional.ofNullable(known.getIfPresent(account));
      List<MailboxEvent> news =
          last.map(before -> now.newsSince(before.picture, before.changes)).orElseGet(now::all);
      hub.tell(news);
      known
          .asMap()
          .merge(
              account,
              new Known(now, now.changes()),
              (old, fresh) -> old.changes > fresh.changes && fresh.changes >= 0 ? old : fresh);
    } finally {
      lock.unlock();
    }
  }

  private void lookQuietly(AccountId account, long atLeast) {
    try {
      look(account, atLeast);
    } catch (RuntimeException failure) {
      log.atDebug().setCause(failure).log("a change could not be read; the next poll finds it");
    }
  }

  private void pollIfDue() {
    long now = System.nanoTime();
    if (!missed && feed.live() && now - lastPoll < RELAXED_NANOS) {
      return;
    }
    lastPoll = now;
    missed = false;
    try {
      poll();
      if (failing) {
        failing = false;
        log.atInfo().log("changes of other daemons are heard again");
      }
    } catch (RuntimeException failure) {
      if (!failing) {
        failing = true;
        log.atWarn().setCause(failure).log("changes of other daemons are not heard for now");
      }
    }
  }

  /// Looks at all accounts that sessions watch.
  private void poll() {
    List<AccountId> batch = new ArrayList<>(BATCH);
    for (AccountId account : hub.watched()) {
      batch.add(account);
      if (batch.size() == BATCH) {
        poll(batch);
        batch.clear();
      }
    }
    poll(batch);
  }

  private void poll(Collection<AccountId> accounts) {
    if (accounts.isEmpty()) {
      return;
    }
    Map<AccountId, Long> counters = readCounters(Set.copyOf(accounts));
    for (AccountId account : accounts) {
      long now = counters.getOrDefault(account, AccountPicture.GONE);
      if (isBehind(account, now)) {
        look(account, now);
      }
    }
  }

  /// Ends the polling and closes the feed. Idempotent.
  @Override
  public void close() {
    poller.shutdownNow();
    feed.close();
  }
}
