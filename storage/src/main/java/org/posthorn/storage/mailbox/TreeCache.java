package org.posthorn.storage.mailbox;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import java.util.Optional;
import org.posthorn.storage.change.ChangeHub;
import org.posthorn.storage.change.Freshness;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.MailboxName;
import org.posthorn.storage.model.SpecialUse;

/// The trees of accounts in use. Thread-safe; may read, so never called inside a transaction.
public final class TreeCache {
  private static final long MAX_BYTES = 32 << 20;

  private final Store store;
  private final ChangeHub hub;
  private final Freshness freshness;
  private final Cache<AccountId, Entry> cache =
      Caffeine.newBuilder()
          .executor(Runnable::run)
          .maximumWeight(MAX_BYTES)
          .weigher((AccountId _, Entry entry) -> entry.tree.weight())
          .build();

  /// @param version the hub's version before the rows were read
  private record Entry(MailboxTree tree, long version) {}

  public TreeCache(Store store, ChangeHub hub, Freshness freshness) {
    this.store = store;
    this.hub = hub;
    this.freshness = freshness;
  }

  /// The account's tree as it is now.
  MailboxTree get(AccountId account) {
    freshness.check(account);
    return known(account);
  }

  /// The tree as it was when this process last heard of it.
  private MailboxTree known(AccountId account) {
    long version = hub.treeVersion(account);
    Entry entry = cache.getIfPresent(account);
    if (entry != null && entry.version == version) {
      return entry.tree;
    }
    MailboxTree tree = store.read(view -> MailboxTree.read(view, account));
    cache.put(account, new Entry(tree, version));
    return tree;
  }

  /// The mailbox of that name that messages can be in.
  public Optional<MailboxId> find(AccountId account, MailboxName name) {
    // INBOX is never deleted, and never becomes another mailbox: once seen it can be relied on.
    Optional<MailboxId> inbox = name.isInbox() ? known(account).find(name) : Optional.empty();
    return inbox.isPresent() ? inbox : get(account).find(name);
  }

  /// A mailbox of that use.
  public Optional<MailboxId> find(AccountId account, SpecialUse use) {
    return get(account).find(use);
  }
}
