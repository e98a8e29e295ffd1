package org.posthorn.storage.mailbox;

import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.Actor;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;

/// Who may do what with whose mailboxes. Today: the owner everything, the daemon and its
/// administrator too, nobody else anything. The one place that access control lists come to.
final class AccessRules {
  private AccessRules() {}

  /// Refuses an actor who may not.
  ///
  /// @throws StorageException `Denied`
  static void check(Actor actor, AccountId owner) {
    if (actor.principal().isPresent() && !actor.principal().get().equals(owner)) {
      throw new StorageException(new StorageError.Denied("these are somebody else's mailboxes"));
    }
  }
}
