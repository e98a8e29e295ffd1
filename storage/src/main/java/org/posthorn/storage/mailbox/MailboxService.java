package org.posthorn.storage.mailbox;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.Actor;
import org.posthorn.storage.model.FlagChange;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.MailboxName;
import org.posthorn.storage.model.SpecialUse;
import org.posthorn.storage.model.UidSet;

/// Everything that can be done with mailboxes and messages.
///
/// Every call names who acts and whose mailboxes are meant. All methods may block, are
/// thread-safe, and throw [org.posthorn.storage.model.StorageException] with the reason for a
/// refusal: `Denied` where the actor may not, `Missing` where the mailbox does not exist. Those
/// that change something return when the change is durable; then every later call on any thread
/// sees it.
public interface MailboxService {
  /// All mailboxes of an account, the levels between them, and the names subscribed to, in order
  /// of their names.
  List<MailboxInfo> list(Actor actor, AccountId owner);

  /// The mailbox of that name.
  Optional<MailboxId> find(Actor actor, AccountId owner, MailboxName name);

  /// Makes a mailbox and the missing levels above it (RFC 9051 §6.3.4).
  ///
  /// @throws org.posthorn.storage.model.StorageException `Exists`; `Limit` where the account has
  ///     as many mailboxes as it may
  MailboxId create(Actor actor, AccountId owner, MailboxName name, Optional<SpecialUse> use);

  /// Removes a mailbox and its messages; one with children stays as a name that cannot be
  /// selected (RFC 9051 §6.3.5).
  ///
  /// @throws org.posthorn.storage.model.StorageException `Denied` for INBOX
  void delete(Actor actor, AccountId owner, MailboxName name);

  /// Renames a mailbox and all below it; INBOX stays, and its messages move (RFC 9051 §6.3.6).
  ///
  /// @throws org.posthorn.storage.model.StorageException `Exists` where the new name is taken
  void rename(Actor actor, AccountId owner, MailboxName from, MailboxName to);

  /// Subscribes to a name or ends that; the name need not exist.
  void subscribe(Actor actor, AccountId owner, MailboxName name, boolean subscribed);

  /// The counts of a mailbox.
  MailboxStatus status(Actor actor, AccountId owner, MailboxId mailbox);

  /// Opens a mailbox for a session.
  ///
  /// @param writable true for SELECT: this session claims the recent messages; false for EXAMINE
  OpenMailbox open(Actor actor, AccountId owner, MailboxId mailbox, boolean writable);

  /// The mailbox as it is now; cheap where nothing changed since it was last asked for.
  MailboxSnapshot snapshot(Actor actor, AccountId owner, MailboxId mailbox);

  /// What happened between two snapshots of one mailbox; costs only as much as changed.
  SnapshotDiff diff(MailboxSnapshot older, MailboxSnapshot newer);

  /// Stores messages at the end of a mailbox: all or none.
  ///
  /// @throws org.posthorn.storage.model.StorageException `OverQuota`, `Full`, `Limit` (too many
  ///     keywords, too large)
  AppendResult append(
      Actor actor, AccountId owner, MailboxId mailbox, List<AppendRequest> messages);

  /// Changes flags. UIDs that do not exist are not an error.
  ///
  /// @param unchangedSince messages with a higher mod-sequence are left as they are and reported
  StoreResult store(
      Actor actor,
      AccountId owner,
      MailboxId mailbox,
      UidSet uids,
      FlagChange change,
      OptionalLong unchangedSince);

  /// Copies messages with their flags and dates: all that exist, or none.
  CopyResult copy(Actor actor, AccountId owner, MailboxId from, UidSet uids, MailboxId to);

  /// Moves messages (RFC 6851): each is in exactly one of the two mailboxes at any time.
  CopyResult move(Actor actor, AccountId owner, MailboxId from, UidSet uids, MailboxId to);

  /// Removes those of the messages that have `\Deleted`.
  ///
  /// @return the UIDs that were removed
  UidSet expunge(Actor actor, AccountId owner, MailboxId mailbox, UidSet uids);

  /// Removes the messages, whatever their flags: POP3's QUIT.
  ///
  /// @return the UIDs that were removed
  UidSet remove(Actor actor, AccountId owner, MailboxId mailbox, UidSet uids);

  /// Reads messages in ascending order of UID; those that are gone are passed over. Bytes are
  /// read ahead in batches as `wants` says, and what is not wanted can be read all the same, one
  /// by one.
  void visit(
      Actor actor,
      AccountId owner,
      MailboxId mailbox,
      UidSet uids,
      EnumSet<Want> wants,
      MessageVisitor visitor);

  /// As [#visit], at the caller's pace: a walk can be kept for later.
  ///
  /// @param aheadBytes about how many octets of messages it may hold
  MessageWalk walk(
      Actor actor,
      AccountId owner,
      MailboxId mailbox,
      UidSet uids,
      EnumSet<Want> wants,
      long aheadBytes);

  /// Hears of every durable change in an account until the watch is closed. The consumer is
  /// called on a thread of the store, must return at once and must not call back into the
  /// service.
  Watch watch(Actor actor, AccountId owner, Consumer<MailboxEvent> consumer);

  /// Takes the account's maildrop for a POP3 session; empty where another session has it.
  Optional<MaildropLock> lockMaildrop(Actor actor, AccountId owner);

  /// The account's octets in use and its quota.
  QuotaUsage quota(Actor actor, AccountId owner);
}
