package org.posthorn.smtp.transaction;

import java.util.List;
import org.posthorn.storage.directory.Resolution;
import org.posthorn.storage.model.MailAddress;

/// Where a recipient's address leads.
public sealed interface Destination {
  /// To accounts here, to addresses elsewhere through an alias, or both.
  ///
  /// @param recipient the address as the directory knows it
  record Deliverable(
      MailAddress recipient, List<Resolution.Target> accounts, List<MailAddress> remote)
      implements Destination {
    public Deliverable {
      accounts = List.copyOf(accounts);
      remote = List.copyOf(remote);
    }
  }

  /// The domain is not ours.
  record Elsewhere(MailAddress recipient) implements Destination {}

  /// An address literal that is not ours.
  record ForeignLiteral() implements Destination {}

  /// The domain is ours, the user is not known.
  record UnknownUser() implements Destination {}

  /// The account takes no mail now.
  record Disabled() implements Destination {}
}
