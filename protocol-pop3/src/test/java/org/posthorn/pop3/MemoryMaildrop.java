package org.posthorn.pop3;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.posthorn.storage.blob.Content;
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
import org.posthorn.storage.mailbox.StoredMessage;
import org.posthorn.storage.mailbox.Want;
import org.posthorn.storage.mailbox.Watch;
import org.posthorn.storage.mime.MessageStructure;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.Actor;
import org.posthorn.storage.model.EmailId;
import org.posthorn.storage.model.FlagChange;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.MailboxName;
import org.posthorn.storage.model.SpecialUse;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.model.UidSet;

/// One account's INBOX in memory, with just what POP3 asks of the store, and failures on demand.
/// Thread-safe.
final class MemoryMaildrop implements MailboxService {
  private static final MailboxId INBOX = new MailboxId(7);

  private final TreeMap<Long, Content> messages = new TreeMap<>();
  private long nextUid = 1;
  private boolean locked;
  private boolean lockLost;
  private Optional<StorageError> failure = Optional.empty();
  private UidSet unremovable = UidSet.EMPTY;

  synchronized void add(Content content) {
    messages.put(nextUid, content);
    nextUid++;
  }

  /// Another client removes a message.
  synchronized void expunge(long uid) {
    messages.remove(uid);
  }

  synchronized List<Long> uids() {
    return List.copyOf(messages.keySet());
  }

  synchronized boolean isLocked() {
    return locked;
  }

  /// Every call fails from now on.
  synchronized void fail(StorageError error) {
    failure = Optional.of(error);
  }

  synchronized void loseLock() {
    lockLost = true;
  }

  /// These stay, whoever wants to remove them.
  synchronized void keep(UidSet uids) {
    unremovable = uids;
  }

  private void failIfAsked() {
    failure.ifPresent(
        error -> {
          throw new StorageException(error);
        });
  }

  @Override
  public Optional<MailboxId> find(Actor actor, AccountId owner, MailboxName name) {
    return name.isInbox() ? Optional.of(INBOX) : Optional.empty();
  }

  @Override
  public synchronized MailboxSnapshot snapshot(Actor actor, AccountId owner, MailboxId mailbox) {
    failIfAsked();
    List<Long> sizes = new ArrayList<>();
    messages.values().forEach(content -> sizes.add(content.size()));
    return new MemorySnapshot(mailbox, uids(), sizes);
  }

  @Override
  public synchronized UidSet remove(Actor actor, AccountId owner, MailboxId mailbox, UidSet uids) {
    failIfAsked();
    UidSet.Builder removed = new UidSet.Builder();
    uids.forEach(
        uid -> {
          if (!unremovable.contains(uid) && messages.containsKey(uid)) {
            messages.remove(uid);
            removed.add(uid);
          }
        });
    return removed.build();
  }

  @Override
  public void visit(
      Actor actor,
      AccountId owner,
      MailboxId mailbox,
      UidSet uids,
      EnumSet<Want> wants,
      MessageVisitor visitor) {
    List<Long> there;
    synchronized (this) {
      failIfAsked();
      there = uids().stream().filter(uids::contains).toList();
    }
    for (long uid : there) {
      if (!visitor.visit(new Message(uid, content(uid)))) {
        return;
      }
    }
  }

  @Override
  public MessageWalk walk(
      Actor actor,
      AccountId owner,
      MailboxId mailbox,
      UidSet uids,
      EnumSet<Want> wants,
      long aheadBytes) {
    List<StoredMessage> there = new ArrayList<>();
    visit(actor, owner, mailbox, uids, wants, there::add);
    Iterator<StoredMessage> next = there.iterator();
    return () -> next.hasNext() ? Optional.of(next.next()) : Optional.empty();
  }

  private synchronized Content content(long uid) {
    return Optional.ofNullable(messages.get(uid)).orElseThrow();
  }

  @Override
  public synchronized Optional<MaildropLock> lockMaildrop(Actor actor, AccountId owner) {
    if (locked) {
      return Optional.empty();
    }
    locked = true;
    return Optional.of(new Lock());
  }

  private final class Lock implements MaildropLock {
    @Override
    public boolean held() {
      return !lockLost;
    }

    @Override
    public void close() {
      synchronized (MemoryMaildrop.this) {
        locked = false;
      }
    }
  }

  private record Message(long uid, Content content) implements StoredMessage {
    @Override
    public EmailId email() {
      return new EmailId(uid);
    }

    @Override
    public Instant internalDate() {
      return Instant.EPOCH;
    }

    @Override
    public int prefixLength() {
      return 0;
    }

    @Override
    public MessageStructure structure() {
      throw notForPop3();
    }
  }

  private static UnsupportedOperationException notForPop3() {
    return new UnsupportedOperationException("POP3 has no use for this");
  }

  @Override
  public List<MailboxInfo> list(Actor actor, AccountId owner) {
    throw notForPop3();
  }

  @Override
  public MailboxId create(
      Actor actor, AccountId owner, MailboxName name, Optional<SpecialUse> use) {
    throw notForPop3();
  }

  @Override
  public void delete(Actor actor, AccountId owner, MailboxName name) {
    throw notForPop3();
  }

  @Override
  public void rename(Actor actor, AccountId owner, MailboxName from, MailboxName to) {
    throw notForPop3();
  }

  @Override
  public void subscribe(Actor actor, AccountId owner, MailboxName name, boolean subscribed) {
    throw notForPop3();
  }

  @Override
  public MailboxStatus status(Actor actor, AccountId owner, MailboxId mailbox) {
    throw notForPop3();
  }

  @Override
  public OpenMailbox open(Actor actor, AccountId owner, MailboxId mailbox, boolean writable) {
    throw notForPop3();
  }

  @Override
  public SnapshotDiff diff(MailboxSnapshot older, MailboxSnapshot newer) {
    throw notForPop3();
  }

  @Override
  public AppendResult append(
      Actor actor, AccountId owner, MailboxId mailbox, List<AppendRequest> messages) {
    throw notForPop3();
  }

  @Override
  public StoreResult store(
      Actor actor,
      AccountId owner,
      MailboxId mailbox,
      UidSet uids,
      FlagChange change,
      OptionalLong unchangedSince) {
    throw notForPop3();
  }

  @Override
  public CopyResult copy(Actor actor, AccountId owner, MailboxId from, UidSet uids, MailboxId to) {
    throw notForPop3();
  }

  @Override
  public CopyResult move(Actor actor, AccountId owner, MailboxId from, UidSet uids, MailboxId to) {
    throw notForPop3();
  }

  @Override
  public UidSet expunge(Actor actor, AccountId owner, MailboxId mailbox, UidSet uids) {
    throw notForPop3();
  }

  @Override
  public Watch watch(Actor actor, AccountId owner, Consumer<MailboxEvent> consumer) {
    throw notForPop3();
  }

  @Override
  public QuotaUsage quota(Actor actor, AccountId owner) {
    throw notForPop3();
  }
}
