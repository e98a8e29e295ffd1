package org.posthorn.storage.mailbox;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthorn.storage.change.AccountChange;
import org.posthorn.storage.change.MailboxChange;
import org.posthorn.storage.engine.KeyRange;
import org.posthorn.storage.engine.Scan;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.MailboxName;
import org.posthorn.storage.model.SpecialUse;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.schema.MailboxRow;
import org.posthorn.storage.schema.SubscriptionRow;

/// Changes of the tree inside one transaction: the tree as its rows are, found by walking the index
/// of names. Not thread-safe.
public final class TreeChanges {
  private final AccountChange change;

  public TreeChanges(AccountChange change) {
    this.change = change;
  }

  /// The row at a name, selectable or not.
  Optional<MailboxRow> find(MailboxName name) {
    long parent = MailboxRow.ROOT;
    Optional<MailboxRow> found = Optional.empty();
    for (String level : name.levels()) {
      found = child(parent, level);
      if (found.isEmpty()) {
        return found;
      }
      parent = found.get().id().value();
    }
    return found;
  }

  private Optional<MailboxRow> child(long parent, String leaf) {
    return change
        .tx()
        .first(Scan.of(MailboxRow.BY_NAME, KeyRange.prefix(change.account(), parent, leaf)));
  }

  private List<MailboxRow> children(MailboxRow row, int limit) {
    return change
        .tx()
        .scan(
            Scan.of(MailboxRow.BY_NAME, KeyRange.prefix(change.account(), row.id().value()))
                .limit(limit));
  }

  /// Makes a mailbox and the missing levels above it; a name that cannot be selected becomes one
  /// that can.
  ///
  /// @throws StorageException `Exists`, `Limit`
  public MailboxChange create(MailboxName name, Optional<SpecialUse> use) {
    Optional<MailboxRow> existing = find(name);
    if (existing.isPresent() && existing.get().selectable()) {
      throw exists(name);
    }
    checkCount(name);
    if (existing.isPresent()) {
      MailboxRow row = existing.get();
      // The name gets a mailbox of its own; what lies below hangs on the row, so the row stays.
      change.putMailbox(
          MailboxRow.empty(
              row.account(),
              row.id(),
              row.parent(),
              row.leaf(),
              change.nextUidValidity(),
              change.modSeq(),
              use));
      return change.mailbox(row.id());
    }
    return change.create(parentOf(name), name.leaf(), use);
  }

  /// The id of the mailbox above a name, made where it is missing.
  private long parentOf(MailboxName name) {
    Optional<MailboxName> above = name.parent();
    if (above.isEmpty()) {
      return MailboxRow.ROOT;
    }
    Optional<MailboxRow> row = find(above.get());
    return row.map(MailboxRow::id)
        .orElseGet(
            () -> change.create(parentOf(above.get()), above.get().leaf(), Optional.empty()).id())
        .value();
  }

  private void checkCount(MailboxName name) {
    int max = change.limits().maxMailboxes();
    int count =
        change
            .tx()
            .scan(Scan.of(MailboxRow.TABLE, KeyRange.prefix(change.account())).limit(max + 1))
            .size();
    if (count + name.levels().size() - 1 > max && count >= max) {
      throw new StorageException(
          new StorageError.Limit("an account has at most " + max + " mailboxes"));
    }
  }

  private static StorageException exists(MailboxName name) {
    return new StorageException(new StorageError.Exists("there is a mailbox " + name + " already"));
  }

  private static StorageException missing() {
    return new StorageException(new StorageError.Missing("there is no such mailbox"));
  }

  /// Takes a mailbox out of the tree, so that its name is free at once.
  ///
  /// @return the row that its messages hang on now, to be purged
  MailboxRow delete(MailboxName name) {
    if (name.isInbox()) {
      throw new StorageException(new StorageError.Denied("INBOX cannot be deleted"));
    }
    MailboxRow row = find(name).orElseThrow(TreeChanges::missing);
    boolean hasChildren = !children(row, 1).isEmpty();
    if (!row.selectable()) {
      throw hasChildren
          ? new StorageException(new StorageError.Denied("the name has mailboxes below it"))
          : missing();
    }
    if (hasChildren) {
      return leaveName(row);
    }
    MailboxRow gone = out(row);
    change.putMailbox(gone);
    removeEmptyName(row.parent());
    return gone;
  }

  private MailboxRow out(MailboxRow row) {
    change.use(-row.size(), -row.messages());
    change.mailboxDeleted(row.id());
    return row.at(
        MailboxRow.NOWHERE, row.id().toString(), MailboxRow.State.DELETED, change.modSeq());
  }

  /// RFC 9051 §6.3.5: the name stays as `\Noselect`. A fresh row takes its place in the tree, since
  /// the old one keeps the messages until they are purged.
  private MailboxRow leaveName(MailboxRow row) {
    MailboxRow gone = out(row);
    change.putMailbox(gone);
    MailboxId id = new MailboxId(change.newId());
    MailboxRow name =
        MailboxRow.empty(
                row.account(),
                id,
                row.parent(),
                row.leaf(),
                change.nextUidValidity(),
                change.modSeq(),
                Optional.empty())
            .at(row.parent(), row.leaf(), MailboxRow.State.NO_SELECT, change.modSeq());
    change.putMailbox(name);
    for (MailboxRow child : children(row, Integer.MAX_VALUE)) {
      change.putMailbox(child.at(id.value(), child.leaf(), child.state(), change.modSeq()));
    }
    return gone;
  }

  /// A name that cannot be selected goes with the last mailbox below it.
  private void removeEmptyName(long id) {
    if (id == MailboxRow.ROOT) {
      return;
    }
    MailboxRow row = change.tx().require(MailboxRow.TABLE, change.account(), new MailboxId(id));
    if (row.state() == MailboxRow.State.NO_SELECT && children(row, 1).isEmpty()) {
      change.tx().delete(MailboxRow.TABLE, change.account(), row.id());
      removeEmptyName(row.parent());
    }
  }

  /// Gives a mailbox another name; what lies below follows.
  void rename(MailboxName from, MailboxName to) {
    MailboxRow row = find(from).orElseThrow(TreeChanges::missing);
    if (find(to).isPresent()) {
      throw exists(to);
    }
    if (from.isParentOf(to)) {
      throw new StorageException(
          new StorageError.Invalid("a mailbox cannot be moved below itself"));
    }
    if (to.levels().size() + height(row) > MailboxName.MAX_DEPTH) {
      throw new StorageException(new StorageError.Invalid("the names below would be too deep"));
    }
    long parent = parentOf(to);
    change.putMailbox(row.at(parent, to.leaf(), row.state(), change.modSeq()));
    if (parent != row.parent()) {
      removeEmptyName(row.parent());
    }
  }

  /// How many levels lie below a row.
  private int height(MailboxRow row) {
    List<MailboxRow> level = List.of(row);
    int height = -1;
    while (!level.isEmpty()) {
      height++;
      List<MailboxRow> below = new ArrayList<>();
      level.forEach(one -> below.addAll(children(one, Integer.MAX_VALUE)));
      level = below;
    }
    return height;
  }

  /// Subscribes to a name or ends that.
  public void subscribe(MailboxName name, boolean subscribed) {
    if (subscribed) {
      change
          .tx()
          .put(SubscriptionRow.TABLE, new SubscriptionRow(change.account(), name.toString()));
    } else {
      change.tx().delete(SubscriptionRow.TABLE, change.account(), name.toString());
    }
    change.treeChanged();
  }
}
