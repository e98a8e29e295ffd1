package org.posthorn.storage.mailbox;

import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.MailboxId;

/// Something that happened in an account and is durable.
public sealed interface MailboxEvent {
  AccountId account();

  /// Messages came, went or changed.
  ///
  /// @param account whose mailbox it is
  /// @param mailbox where
  /// @param modSeq the mailbox's mod-sequence after the change
  record Changed(AccountId account, MailboxId mailbox, long modSeq) implements MailboxEvent {}

  /// The mailbox is gone; whoever has it selected can do no more with it.
  record Deleted(AccountId account, MailboxId mailbox) implements MailboxEvent {}

  /// A mailbox was created, renamed, subscribed to or unsubscribed from.
  record TreeChanged(AccountId account) implements MailboxEvent {}
}
