package org.posthorn.storage.change;

import java.util.List;
import org.posthorn.storage.mailbox.MailboxEvent;
import org.posthorn.storage.model.AccountId;

/// What a transaction changed in one account. It is durable.
///
/// @param account whose mail it is
/// @param changes the account's change counter after it
/// @param events what happened
public record AccountNews(AccountId account, long changes, List<MailboxEvent> events) {
  public AccountNews {
    events = List.copyOf(events);
  }

  /// Whether the tree of mailboxes stayed as it was.
  public boolean onlyMessages() {
    return events.stream().allMatch(MailboxEvent.Changed.class::isInstance);
  }
}
