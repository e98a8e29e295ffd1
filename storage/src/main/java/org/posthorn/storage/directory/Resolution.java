package org.posthorn.storage.directory;

import java.util.List;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.MailAddress;

/// Where an address of an envelope leads.
public sealed interface Resolution {
  /// To accounts here, or to addresses elsewhere, or both: an alias may lead to many.
  ///
  /// @param accounts the local accounts, each once, with the detail (the part after `+`) if there
  ///     was one
  /// @param remote the addresses elsewhere
  record Found(List<Target> accounts, List<MailAddress> remote) implements Resolution {
    public Found {
      accounts = List.copyOf(accounts);
      remote = List.copyOf(remote);
    }
  }

  /// A local account that gets the message.
  ///
  /// @param account the account
  /// @param detail what stood after the separator of plus addressing; empty where nothing did
  record Target(AccountId account, String detail) {}

  /// The domain is ours, and nobody has that address.
  record NoSuchUser() implements Resolution {}

  /// The account exists, but takes no mail now.
  record Disabled() implements Resolution {}

  /// The domain is not ours.
  record NotLocal() implements Resolution {}
}
