package org.posthorn.storage.directory;

import java.util.List;
import java.util.Optional;
import org.posthorn.storage.model.MailAddress;

/// An account to be added.
///
/// @param address its first address, in a domain of the directory
/// @param credentials what it logs in with, as [DirectoryAdmin#hash] makes them; none for an
///     account that only takes mail
/// @param quota octets, [AccountRow#NO_LIMIT] or [AccountRow#DEFAULT_QUOTA]
/// @param place the shard in which its mail shall lie, or [AccountPlaces#HOME]; empty for where the
///     configuration says
public record NewAccount(
    MailAddress address, List<NewCredential> credentials, long quota, Optional<String> place) {
  public NewAccount {
    credentials = List.copyOf(credentials);
  }

  /// Where the configuration says.
  public NewAccount(MailAddress address, List<NewCredential> credentials, long quota) {
    this(address, credentials, quota, Optional.empty());
  }
}
