package org.posthorn.storage.delivery;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthorn.storage.engine.Ahead;
import org.posthorn.storage.mailbox.TreeCache;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.MailboxName;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.schema.AccountRow;
import org.posthorn.storage.schema.MailboxRow;

/// Where a plan leads: its actions with mailboxes looked up, before the transaction begins.
///
/// @param inbox the account's INBOX: where a message goes whose mailbox has gone meanwhile
/// @param mailboxes where the message is put
/// @param redirects where it is sent on to
/// @param refusal why it is refused, if it is
record Targets(
    Optional<MailboxId> inbox,
    List<Target> mailboxes,
    List<MailAddress> redirects,
    Optional<StorageError> refusal) {
  /// One mailbox.
  ///
  /// @param mailbox the mailbox; empty where it has to be made
  /// @param name the name to make it under
  /// @param flags the message's flags there
  record Target(Optional<MailboxId> mailbox, MailboxName name, Flags flags) {}

  static Targets of(DeliveryPlan plan, TreeCache trees) {
    AccountId account = plan.account();
    Optional<MailboxId> inbox = trees.find(account, MailboxName.INBOX);
    List<Target> mailboxes = new ArrayList<>();
    List<MailAddress> redirects = new ArrayList<>();
    Optional<StorageError> refusal = Optional.empty();
    for (DeliveryAction action : plan.actions()) {
      switch (action) {
        case DeliveryAction.Keep(Flags flags) ->
            mailboxes.add(new Target(inbox, MailboxName.INBOX, flags));
        case DeliveryAction.FileIntoUse(var use, Flags flags) ->
            mailboxes.add(
                new Target(trees.find(account, use).or(() -> inbox), MailboxName.INBOX, flags));
        case DeliveryAction.FileInto(MailboxName name, Flags flags, boolean create) -> {
          Optional<MailboxId> found = trees.find(account, name);
          mailboxes.add(
              found.isPresent() || create
                  ? new Target(found, name, flags)
                  : new Target(inbox, MailboxName.INBOX, flags));
        }
        case DeliveryAction.Redirect(MailAddress to) -> redirects.add(to);
        case DeliveryAction.Reject(String reason) ->
            refusal = Optional.of(new StorageError.Denied(reason));
        case DeliveryAction.Discard() -> {
          // nothing to do for it
        }
      }
    }
    return new Targets(inbox, List.copyOf(mailboxes), List.copyOf(redirects), refusal);
  }

  /// What storing the message there is going to read, but for the body's row.
  Ahead ahead(AccountId account) {
    List<byte[]> ids =
        mailboxes.stream()
            .flatMap(target -> target.mailbox().stream())
            .distinct()
            .map(id -> MailboxRow.TABLE.key(account, id))
            .toList();
    return mailboxes.isEmpty() || refusal.isPresent()
        ? Ahead.NOTHING
        : Ahead.of(AccountRow.TABLE, account).and(Ahead.of(MailboxRow.TABLE, ids));
  }

  /// INBOX, which every account has.
  ///
  /// @throws StorageException `Missing` where the account is gone
  MailboxId requireInbox() {
    return inbox.orElseThrow(
        () -> new StorageException(new StorageError.Missing("there is no such account")));
  }
}
