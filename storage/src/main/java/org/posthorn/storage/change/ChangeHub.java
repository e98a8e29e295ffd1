package org.posthorn.storage.change;

import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.function.Consumer;
import org.posthorn.storage.mailbox.MailboxEvent;
import org.posthorn.storage.mailbox.Watch;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.MailboxId;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Spreads the news of durable changes: to caches by version numbers, to watchers by calls.
///
/// A cache reads the version before it reads rows, and trusts what it made of them as long as the
/// version stands. Versions are shared by many mailboxes, so a change elsewhere may cost a cache
/// one needless look; a change is never missed. Thread-safe.
public final class ChangeHub {
  private static final Logger log = LoggerFactory.getLogger(ChangeHub.class);
  private static final int STRIPES = 1 << 14;

  private final AtomicLongArray mailboxes = new AtomicLongArray(STRIPES);
  private final AtomicLongArray trees = new AtomicLongArray(STRIPES);
  private final ConcurrentHashMap<AccountId, CopyOnWriteArrayList<Consumer<MailboxEvent>>>
      watchers = new ConcurrentHashMap<>();
  private volatile Consumer<AccountNews> observer = _ -> {};

  private static int stripe(long id) {
    return (int) ((id * 0x9E37_79B9_7F4A_7C15L) >>> 50);
  }

  /// Goes up with every change of the mailbox.
  public long version(MailboxId mailbox) {
    return mailboxes.get(stripe(mailbox.value()));
  }

  /// Goes up when mailboxes of the account come, go, get other names or subscriptions.
  public long treeVersion(AccountId account) {
    return trees.get(stripe(account.value()));
  }

  /// Makes caches look at the mailbox again, without news for clients.
  public void touch(MailboxId mailbox) {
    mailboxes.incrementAndGet(stripe(mailbox.value()));
  }

  /// Tells of a change that this process has made, in the order of the commits of each account.
  public void publish(AccountNews news) {
    tell(news.events());
    observer.accept(news);
  }

  /// Has every change that this process makes reported, after it was told. Called once, at start.
  public void observe(Consumer<AccountNews> consumer) {
    observer = consumer;
  }

  /// Whether anybody watches the account.
  public boolean isWatched(AccountId account) {
    return watchers.containsKey(account);
  }

  /// The accounts that are watched; more or fewer while one goes through them.
  public Set<AccountId> watched() {
    return Collections.unmodifiableSet(watchers.keySet());
  }

  /// Tells of what has become durable, whoever did it.
  public void tell(List<MailboxEvent> events) {
    for (MailboxEvent event : events) {
      switch (event) {
        case MailboxEvent.Changed(_, MailboxId mailbox, _) ->
            mailboxes.incrementAndGet(stripe(mailbox.value()));
        case MailboxEvent.Deleted(AccountId account, MailboxId mailbox) -> {
          mailboxes.incrementAndGet(stripe(mailbox.value()));
          trees.incrementAndGet(stripe(account.value()));
        }
        case MailboxEvent.TreeChanged(AccountId account) ->
            trees.incrementAndGet(stripe(account.value()));
      }
    }
    for (MailboxEvent event : events) {
      List<Consumer<MailboxEvent>> consumers = watchers.get(event.account());
      if (consumers != null) {
        consumers.forEach(consumer -> tell(consumer, event));
      }
    }
  }

  private static void tell(Consumer<MailboxEvent> consumer, MailboxEvent event) {
    try {
      consumer.accept(event);
    } catch (RuntimeException failure) {
      log.atError()
          .setCause(failure)
          .addKeyValue("account", event.account())
          .log("a watcher failed");
    }
  }

  /// Calls the consumer with every event of the account from now on.
  public Watch watch(AccountId account, Consumer<MailboxEvent> consumer) {
    // A consumer of its own for each watch, so that closing one leaves its equal alone.
    Consumer<MailboxEvent> own = event -> consumer.accept(event);
    watchers.compute(
        account,
        (_, list) -> {
          CopyOnWriteArrayList<Consumer<MailboxEvent>> all =
              list == null ? new CopyOnWriteArrayList<>() : list;
          all.add(own);
          return all;
        });
    return () ->
        watchers.computeIfPresent(
            account,
            (_, list) -> {
              list.remove(own);
              return list.isEmpty() ? null : list;
            });
  }
}
