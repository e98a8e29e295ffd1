package org.posthorn.storage.model;

import java.util.Optional;

/// Who asks something of the store, and by which way.
///
/// @param principal the account that logged in; empty for acts of the daemon itself and of its
///     administrator, who may do everything
/// @param protocol the way they came
/// @param session the session's id, for the log
public record Actor(Optional<AccountId> principal, Protocol protocol, String session) {
  /// Somebody who logged in.
  public static Actor user(AccountId account, Protocol protocol, String session) {
    return new Actor(Optional.of(account), protocol, session);
  }

  /// The daemon itself, or its administrator.
  public static Actor system(Protocol protocol, String session) {
    return new Actor(Optional.empty(), protocol, session);
  }
}
