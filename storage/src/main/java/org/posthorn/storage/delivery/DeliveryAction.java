package org.posthorn.storage.delivery;

import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.MailboxName;
import org.posthorn.storage.model.SpecialUse;

/// One thing to do with a message for one recipient.
public sealed interface DeliveryAction {
  /// Puts it into INBOX.
  record Keep(Flags flags) implements DeliveryAction {}

  /// Puts it into the mailbox of that use; INBOX where the account has none.
  record FileIntoUse(SpecialUse use, Flags flags) implements DeliveryAction {}

  /// Puts it into the named mailbox.
  ///
  /// @param create makes the mailbox where it is missing; else the message goes to INBOX
  record FileInto(MailboxName mailbox, Flags flags, boolean create) implements DeliveryAction {}

  /// Sends it on to another address, through the queue.
  record Redirect(MailAddress to) implements DeliveryAction {}

  /// Refuses it for this recipient.
  ///
  /// @param reason what the sender is told
  record Reject(String reason) implements DeliveryAction {}

  /// Drops it without a word.
  record Discard() implements DeliveryAction {}
}
