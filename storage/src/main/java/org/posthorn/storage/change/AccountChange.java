package org.posthorn.storage.change;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.posthorn.storage.engine.IdGenerator;
import org.posthorn.storage.engine.Transaction;
import org.posthorn.storage.mailbox.MailboxEvent;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.EmailId;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.SpecialUse;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.schema.AccountRow;
import org.posthorn.storage.schema.EmailPurgeRow;
import org.posthorn.storage.schema.EmailRow;
import org.posthorn.storage.schema.MailboxRow;
import org.posthorn.storage.shared.Leases;

/// What one transaction does to one account. It gathers counts and writes the account's and the
/// mailboxes' rows once, in [#finish()]. Not thread-safe; dies with the transaction.
public final class AccountChange {
  private static final long MAX_UID_VALIDITY = 0xFFFF_FFFFL;

  private final Transaction tx;
  private final Context context;
  private final AccountRow before;
  private final Instant now;
  private final Map<MailboxId, MailboxChange> mailboxes = new LinkedHashMap<>();
  private final Map<EmailId, EmailRow> emails = new HashMap<>();
  private final List<MailboxEvent> events = new ArrayList<>();
  private long usedBytes;
  private long usedMessages;
  private long counter;
  private long lastUidValidity;
  private boolean treeChanged;

  /// What changes need from outside.
  record Context(
      ChangeHub hub, Clock clock, MailboxLimits limits, IdGenerator ids, Optional<Leases> leases) {}

  private AccountChange(Transaction tx, Context context, AccountRow before) {
    this.tx = tx;
    this.context = context;
    this.before = before;
    this.now = context.clock.instant().truncatedTo(ChronoUnit.MICROS);
    this.usedBytes = before.usedBytes();
    this.usedMessages = before.usedMessages();
    this.counter = before.changes();
    this.lastUidValidity = before.lastUidValidity();
  }

  static AccountChange begin(Transaction tx, AccountId account, Context context) {
    AccountRow row =
        tx.get(AccountRow.TABLE, account).orElseThrow(() -> missing("there is no such account"));
    return new AccountChange(tx, context, row);
  }

  private static StorageException missing(String what) {
    return new StorageException(new StorageError.Missing(what));
  }

  public Transaction tx() {
    return tx;
  }

  public AccountId account() {
    return before.id();
  }

  /// The account as the transaction found it.
  public AccountRow accountRow() {
    return before;
  }

  /// The moment of the change.
  public Instant now() {
    return now;
  }

  public MailboxLimits limits() {
    return context.limits;
  }

  /// What this daemon has for itself, where several share the store.
  public Optional<Leases> leases() {
    return context.leases;
  }

  /// A new identifier.
  public long newId() {
    return context.ids.next();
  }

  /// The change's mod-sequence: the account's next.
  public long modSeq() {
    counter = before.changes() + 1;
    return counter;
  }

  /// A mailbox that messages can be in.
  ///
  /// @throws StorageException `Missing` where there is none
  public MailboxChange mailbox(MailboxId id) {
    return find(id).orElseThrow(() -> missing("there is no such mailbox"));
  }

  /// A mailbox that messages can be in, if there is one.
  public Optional<MailboxChange> find(MailboxId id) {
    MailboxChange known = mailboxes.get(id);
    if (known != null) {
      return Optional.of(known);
    }
    return tx.get(MailboxRow.TABLE, account(), id)
        .filter(MailboxRow::selectable)
        .map(row -> track(new MailboxChange(this, row, false)));
  }

  private MailboxChange track(MailboxChange change) {
    mailboxes.put(change.id(), change);
    return change;
  }

  /// A new mailbox below a parent; the caller has checked that the name is free.
  public MailboxChange create(long parent, String leaf, Optional<SpecialUse> use) {
    MailboxId id = new MailboxId(newId());
    treeChanged();
    return track(
        new MailboxChange(
            this,
            MailboxRow.empty(account(), id, parent, leaf, nextUidValidity(), modSeq(), use),
            true));
  }

  /// max(last + 1, seconds since 1970): ascending, and fresh after a restored backup.
  public long nextUidValidity() {
    lastUidValidity =
        Math.min(MAX_UID_VALIDITY, Math.max(lastUidValidity + 1, now.getEpochSecond()));
    return lastUidValidity;
  }

  /// Writes a mailbox row that no [MailboxChange] of this transaction has.
  public void putMailbox(MailboxRow row) {
    tx.put(MailboxRow.TABLE, row);
    modSeq();
    treeChanged();
  }

  /// Notes that names or subscriptions changed.
  public void treeChanged() {
    treeChanged = true;
  }

  /// Notes that a mailbox went.
  public void mailboxDeleted(MailboxId id) {
    events.add(new MailboxEvent.Deleted(account(), id));
  }

  /// Refuses what would go over the quota.
  ///
  /// @throws StorageException `OverQuota`
  public void checkQuota(long moreBytes) {
    OptionalLong limit = context.limits.quotaOf(before);
    if (limit.isPresent() && usedBytes + moreBytes > limit.getAsLong()) {
      throw new StorageException(new StorageError.OverQuota("the mailbox is full"));
    }
  }

  /// Adds to what the account uses; negative to give back.
  public void use(long bytes, long messages) {
    usedBytes += bytes;
    usedMessages += messages;
  }

  /// Reads emails ahead, all at once.
  public void loadEmails(Collection<EmailId> ids) {
    List<EmailId> unknown = ids.stream().distinct().filter(id -> !emails.containsKey(id)).toList();
    List<byte[]> keys = unknown.stream().map(id -> EmailRow.TABLE.key(account(), id)).toList();
    tx.getAll(EmailRow.TABLE, keys).stream()
        .flatMap(Optional::stream)
        .forEach(row -> emails.put(row.id(), row));
  }

  private EmailRow email(EmailId id) {
    EmailRow known = emails.get(id);
    return known != null
        ? known
        : tx.get(EmailRow.TABLE, account(), id).orElseThrow(() -> missing("the message is gone"));
  }

  /// Counts one more message that shows the email.
  public void retain(EmailId id) {
    EmailRow row = email(id);
    putEmail(row.withRefs(row.refs() + 1, Optional.empty()));
  }

  /// Counts one message less; with the last, the email waits to be purged.
  public void release(EmailId id) {
    EmailRow row = email(id);
    if (row.refs() > 1) {
      putEmail(row.withRefs(row.refs() - 1, Optional.empty()));
    } else {
      putEmail(row.withRefs(0, Optional.of(now)));
      tx.putNew(EmailPurgeRow.TABLE, new EmailPurgeRow(now, account(), id));
    }
  }

  /// Writes a new email.
  public void addEmail(EmailRow row) {
    emails.put(row.id(), row);
    tx.putNew(EmailRow.TABLE, row);
  }

  private void putEmail(EmailRow row) {
    emails.put(row.id(), row);
    tx.put(EmailRow.TABLE, row);
  }

  void touchAfterCommit(MailboxId mailbox) {
    tx.afterCommit(() -> context.hub.touch(mailbox));
  }

  /// Writes what was gathered, and has it published after the commit.
  public void finish() {
    for (MailboxChange change : mailboxes.values()) {
      change.finish().ifPresent(events::add);
    }
    if (treeChanged) {
      // Names and subscriptions are changes too: other daemons find them by the counter.
      modSeq();
      events.add(new MailboxEvent.TreeChanged(account()));
    }
    AccountRow after = before.withMail(usedBytes, usedMessages, counter, lastUidValidity);
    if (!after.equals(before)) {
      tx.put(AccountRow.TABLE, after);
    }
    if (!events.isEmpty()) {
      AccountNews news = new AccountNews(account(), counter, events);
      tx.afterCommit(() -> context.hub.publish(news));
    }
  }
}
