package org.posthorn.storage.shard;

import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.posthorn.storage.directory.AccountPlaces;
import org.posthorn.storage.mailbox.AppendRequest;
import org.posthorn.storage.mailbox.AppendResult;
import org.posthorn.storage.mailbox.CopyResult;
import org.posthorn.storage.mailbox.MailboxEvent;
import org.posthorn.storage.mailbox.MailboxInfo;
import org.posthorn.storage.mailbox.MailboxService;
import org.posthorn.storage.mailbox.MailboxSnapshot;
import org.posthorn.storage.mailbox.MailboxStatus;
import org.posthorn.storage.mailbox.MaildropLock;
import org.posthorn.storage.mailbox.MessageVisitor;
import org.posthorn.storage.mailbox.MessageWalk;
import org.posthorn.storage.mailbox.OpenMailbox;
import org.posthorn.storage.mailbox.QuotaUsage;
import org.posthorn.storage.mailbox.SnapshotDiff;
import org.posthorn.storage.mailbox.StoreResult;
import org.posthorn.storage.mailbox.Want;
import org.posthorn.storage.mailbox.Watch;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.Actor;
import org.posthorn.storage.model.FlagChange;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.MailboxName;
import org.posthorn.storage.model.SpecialUse;
import org.posthorn.storage.model.UidSet;

/// The mailboxes of all accounts: each call goes to the store that has its owner. Thread-safe.
public final class ShardedMailboxes implements MailboxService {
  private final Shards shards;
  private final MailboxService here;

  /// @param here the mailboxes beside the directory
  public ShardedMailboxes(Shards shards, MailboxService here) {
    this.shards = shards;
    this.here = here;
  }

  private MailboxService of(AccountId owner) {
    String place = shards.placeOf(owner);
    return place.equals(AccountPlaces.HOME) ? here : shards.host(place).mailboxes();
  }

  @Override
  public List<MailboxInfo> list(Actor actor, AccountId owner) {
    return of(owner).list(actor, owner);
  }

  @Override
  public Optional<MailboxId> find(Actor actor, AccountId owner, MailboxName name) {
    return of(owner).find(actor, owner, name);
  }

  @Override
  public MailboxId create(
      Actor actor, AccountId owner, MailboxName name, Optional<SpecialUse> use) {
    return of(owner).create(actor, owner, name, use);
  }

  @Override
  public void delete(Actor actor, AccountId owner, MailboxName name) {
    of(owner).delete(actor, owner, name);
  }

  @Override
  public void rename(Actor actor, AccountId owner, MailboxName from, MailboxName to) {
    of(owner).rename(actor, owner, from, to);
  }

  @Override
  public void subscribe(Actor actor, AccountId owner, MailboxName name, boolean subscribed) {
    of(owner).subscribe(actor, owner, name, subscribed);
  }

  @Override
  public MailboxStatus status(Actor actor, AccountId owner, MailboxId mailbox) {
    return of(owner).status(actor, owner, mailbox);
  }

  @Override
  public OpenMailbox open(Actor actor, AccountId owner, MailboxId mailbox, boolean writable) {
    return of(owner).open(actor, owner, mailbox, writable);
  }

  @Override
  public MailboxSnapshot snapshot(Actor actor, AccountId owner, MailboxId mailbox) {
    return of(owner).snapshot(actor, owner, mailbox);
  }

  @Override
  public SnapshotDiff diff(MailboxSnapshot older, MailboxSnapshot newer) {
    return here.diff(older, newer);
  }

  @Override
  public AppendResult append(
      Actor actor, AccountId owner, MailboxId mailbox, List<AppendRequest> messages) {
    return of(owner).append(actor, owner, mailbox, messages);
  }

  @Override
  public StoreResult store(
      Actor actor,
      AccountId owner,
      MailboxId mailbox,
      UidSet uids,
      FlagChange change,
      OptionalLong unchangedSince) {
    return of(owner).store(actor, owner, mailbox, uids, change, unchangedSince);
  }

  @Override
  public CopyResult copy(Actor actor, AccountId owner, MailboxId from, UidSet uids, MailboxId to) {
    return of(owner).copy(actor, owner, from, uids, to);
  }

  @Override
  public CopyResult move(Actor actor, AccountId owner, MailboxId from, UidSet uids, MailboxId to) {
    return of(owner).move(actor, owner, from, uids, to);
  }

  @Override
  public UidSet expunge(Actor actor, AccountId owner, MailboxId mailbox, UidSet uids) {
    return of(owner).expunge(actor, owner, mailbox, uids);
  }

  @Override
  public UidSet remove(Actor actor, AccountId owner, MailboxId mailbox, UidSet uids) {
    return of(owner).remove(actor, owner, mailbox, uids);
  }

  @Override
  public void visit(
      Actor actor,
      AccountId owner,
      MailboxId mailbox,
      UidSet uids,
      EnumSet<Want> wants,
      MessageVisitor visitor) {
    of(owner).visit(actor, owner, mailbox, uids, wants, visitor);
  }

  @Override
  public MessageWalk walk(
      Actor actor,
      AccountId owner,
      MailboxId mailbox,
      UidSet uids,
      EnumSet<Want> wants,
      long aheadBytes) {
    return of(owner).walk(actor, owner, mailbox, uids, wants, aheadBytes);
  }

  @Override
  public Watch watch(Actor actor, AccountId owner, Consumer<MailboxEvent> consumer) {
    return of(owner).watch(actor, owner, consumer);
  }

  @Override
  public Optional<MaildropLock> lockMaildrop(Actor actor, AccountId owner) {
    return of(owner).lockMaildrop(actor, owner);
  }

  @Override
  public QuotaUsage quota(Actor actor, AccountId owner) {
    return of(owner).quota(actor, owner);
  }
}
