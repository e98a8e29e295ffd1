package org.posthorn.storage.mailbox;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.posthorn.storage.mime.Envelope;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.Actor;
import org.posthorn.storage.model.EmailId;
import org.posthorn.storage.model.MailboxName;

/// Brings expunged messages back: for a while after the last mailbox lost it, a message's bytes
/// live on, outside the quota.
///
/// A message that another mailbox still shows is not expunged. Flags and keywords go with the
/// mailbox: what comes back is unread. All methods block and are thread-safe.
public interface Undelete {
  /// The most messages that [#find] gives.
  int MAX_FOUND = 100_000;

  /// Which expunged messages are meant.
  ///
  /// @param mailbox those that were in this mailbox; empty for all
  /// @param since those expunged at that moment or later
  /// @param before those expunged earlier than that
  /// @param ids only these; empty for all
  record Filter(
      Optional<MailboxName> mailbox,
      Optional<Instant> since,
      Optional<Instant> before,
      Set<EmailId> ids) {
    /// All that can be brought back.
    public static final Filter ALL =
        new Filter(Optional.empty(), Optional.empty(), Optional.empty(), Set.of());

    public Filter {
      ids = Set.copyOf(ids);
    }
  }

  /// A message that is back.
  ///
  /// @param mailbox where it is
  /// @param uid its new UID there
  record Restored(EmailId id, MailboxName mailbox, long uid) {}

  /// Expunged messages, in the order in which they were expunged.
  ///
  /// @throws org.posthorn.storage.model.StorageException `Limit` where more than [#MAX_FOUND] match
  List<ExpungedMessage> find(Actor actor, AccountId owner, Filter filter);

  /// The envelope of a message that [#find] gave.
  ///
  /// @throws org.posthorn.storage.model.StorageException `Corrupt` where its body has been deleted
  ///     meanwhile
  Envelope envelope(AccountId owner, ExpungedMessage message);

  /// Puts messages back, some hundreds in a transaction: each into the mailbox that lost it, or
  /// into INBOX where that is gone. Messages that have been purged or brought back meanwhile are
  /// passed over.
  ///
  /// @param to puts all of them into this mailbox instead, which is made where it is missing
  /// @return those that are back; durable
  /// @throws org.posthorn.storage.model.StorageException `OverQuota` where the account has no room
  ///     for all of them, `Full`; messages of earlier transactions stay
  List<Restored> restore(
      Actor actor, AccountId owner, List<ExpungedMessage> messages, Optional<MailboxName> to);
}
