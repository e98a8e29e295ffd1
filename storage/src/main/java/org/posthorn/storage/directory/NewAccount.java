package org.posthorn.storage.directory;

import java.util.List;
import org.posthorn.storage.model.MailAddress;

/// An account to be added.
///
/// @param address its first address, in a domain of the directory
/// @param credentials what it logs in with, as [DirectoryAdmin#hash] makes them; none for an
///     account that only takes mail
/// @param quota octets, [AccountRow#NO_LIMIT] or [AccountRow#DEFAULT_QUOTA]
public record NewAccount(MailAddress address, List<NewCredential> credentials, long quota) {
  public NewAccount {
    credentials = List.copyOf(credentials);
  }
}
