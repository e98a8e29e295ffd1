package org.posthorn.storage.mailbox;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.posthorn.storage.engine.KeyRange;
import org.posthorn.storage.engine.View;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.MailboxName;
import org.posthorn.storage.model.SpecialUse;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.schema.MailboxRow;
import org.posthorn.storage.schema.SubscriptionRow;

/// The names of an account's mailboxes, and those it subscribed to, at one moment. Immutable.
///
/// @param byName every mailbox in the tree, in order of names
/// @param names the name of each mailbox
/// @param subscriptions the names subscribed to
record MailboxTree(
    SortedMap<MailboxName, Node> byName,
    Map<MailboxId, MailboxName> names,
    TreeSet<MailboxName> subscriptions) {
  /// One mailbox in the tree.
  record Node(MailboxId id, boolean selectable, Optional<SpecialUse> use) {}

  /// Reads the account's tree.
  static MailboxTree read(View view, AccountId account) {
    Map<Long, MailboxRow> rows = new HashMap<>();
    for (MailboxRow row : view.scan(MailboxRow.TABLE, KeyRange.prefix(account))) {
      if (row.state() != MailboxRow.State.DELETED) {
        rows.put(row.id().value(), row);
      }
    }
    SortedMap<MailboxName, Node> byName = new TreeMap<>();
    Map<MailboxId, MailboxName> names = new HashMap<>();
    for (MailboxRow row : rows.values()) {
      nameOf(row, rows)
          .ifPresent(
              name -> {
                byName.put(name, new Node(row.id(), row.selectable(), row.specialUse()));
                names.put(row.id(), name);
              });
    }
    return new MailboxTree(byName, names, subscriptions(view, account));
  }

  private static Optional<MailboxName> nameOf(MailboxRow row, Map<Long, MailboxRow> rows) {
    List<String> levels = new ArrayList<>();
    MailboxRow at = row;
    levels.addFirst(at.leaf());
    while (at.parent() != MailboxRow.ROOT) {
      MailboxRow above = rows.get(at.parent());
      if (above == null || levels.size() > MailboxName.MAX_DEPTH) {
        return Optional.empty();
      }
      at = above;
      levels.addFirst(at.leaf());
    }
    return Optional.of(new MailboxName(levels));
  }

  private static TreeSet<MailboxName> subscriptions(View view, AccountId account) {
    TreeSet<MailboxName> subscriptions = new TreeSet<>();
    for (SubscriptionRow row : view.scan(SubscriptionRow.TABLE, KeyRange.prefix(account))) {
      try {
        subscriptions.add(MailboxName.parse(row.name()));
      } catch (StorageException _) {
        // A name that a later version of this program would no longer take: not shown.
      }
    }
    return subscriptions;
  }

  /// The mailbox of that name, if messages can be in it.
  Optional<MailboxId> find(MailboxName name) {
    return Optional.ofNullable(byName.get(name)).filter(Node::selectable).map(Node::id);
  }

  /// The first mailbox of that use.
  Optional<MailboxId> find(SpecialUse use) {
    return byName.values().stream()
        .filter(node -> node.selectable && node.use.equals(Optional.of(use)))
        .map(Node::id)
        .findFirst();
  }

  /// What LIST and LSUB show.
  List<MailboxInfo> list() {
    TreeSet<MailboxName> all = new TreeSet<>(byName.keySet());
    all.addAll(subscriptions);
    return all.stream().map(this::info).toList();
  }

  private MailboxInfo info(MailboxName name) {
    Optional<Node> node = Optional.ofNullable(byName.get(name));
    return new MailboxInfo(
        node.map(Node::id),
        name,
        node.map(Node::selectable).orElse(false),
        hasChildren(name),
        subscriptions.contains(name),
        node.flatMap(Node::use));
  }

  /// Whether mailboxes lie below the name: in the order of names they follow it at once.
  private boolean hasChildren(MailboxName name) {
    for (MailboxName next : byName.tailMap(name).keySet()) {
      if (!next.equals(name)) {
        return name.isParentOf(next);
      }
    }
    return false;
  }

  /// About how many bytes of heap it takes.
  int weight() {
    return 300 + 250 * byName.size() + 150 * subscriptions.size();
  }
}
