package org.posthorn.storage.change;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.posthorn.storage.engine.Transaction;
import org.posthorn.storage.mailbox.MailboxEvent;
import org.posthorn.storage.model.EmailId;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.model.SystemFlag;
import org.posthorn.storage.model.Uid;
import org.posthorn.storage.schema.ExpungedRow;
import org.posthorn.storage.schema.KeywordBits;
import org.posthorn.storage.schema.MailboxRow;
import org.posthorn.storage.schema.MessageRow;

/// What one transaction does to one mailbox: every message row goes through here, so that the
/// mailbox's counts are those of its rows. Not thread-safe.
public final class MailboxChange {
  private static final int SEEN = SystemFlag.SEEN.bit();
  private static final int DELETED = SystemFlag.DELETED.bit();

  private final AccountChange account;
  private final Transaction tx;
  private final MailboxRow before;
  private final List<String> keywords;
  private long uidNext;
  private long messages;
  private long unseen;
  private long deleted;
  private long recent;
  private long size;
  private long recentFloor;
  private final boolean isNew;
  private boolean touched;
  private boolean written;

  MailboxChange(AccountChange account, MailboxRow before, boolean isNew) {
    this.account = account;
    this.tx = account.tx();
    this.before = before;
    this.keywords = new ArrayList<>(before.keywords());
    this.uidNext = before.uidNext();
    this.messages = before.messages();
    this.unseen = before.unseen();
    this.deleted = before.deleted();
    this.recent = before.recent();
    this.size = before.size();
    this.recentFloor = before.recentFloor();
    this.touched = isNew;
    this.isNew = isNew;
  }

  public MailboxId id() {
    return before.id();
  }

  /// The mailbox as the transaction found it.
  public MailboxRow row() {
    return before;
  }

  public long uidValidity() {
    return before.uidValidity();
  }

  /// The UID that the next message gets.
  public long uidNext() {
    return uidNext;
  }

  /// The mailbox's words, those added by this change included.
  public List<String> keywords() {
    return keywords;
  }

  /// The bits of keywords; new words are added to the mailbox's dictionary.
  ///
  /// @throws StorageException `Limit` where the dictionary is full
  public byte[] keywordBits(Collection<String> words) {
    byte[] bits = KeywordBits.NONE;
    for (String word : words) {
      bits = KeywordBits.with(bits, bitOf(word));
    }
    return bits;
  }

  /// The bits of those keywords that the mailbox knows.
  public byte[] knownKeywordBits(Collection<String> words) {
    byte[] bits = KeywordBits.NONE;
    for (String word : words) {
      int bit = indexOf(word);
      bits = bit < 0 ? bits : KeywordBits.with(bits, bit);
    }
    return bits;
  }

  /// The bit of a keyword; a new one is added to the dictionary.
  ///
  /// @throws StorageException `Limit` where the dictionary is full
  public int bitOf(String word) {
    int known = indexOf(word);
    if (known >= 0) {
      return known;
    }
    if (keywords.size() >= account.limits().maxKeywords()) {
      throw new StorageException(new StorageError.Limit("too many keywords in this mailbox"));
    }
    if (word.isEmpty() || word.indexOf(' ') >= 0 || word.length() > 255) {
      throw new StorageException(new StorageError.Invalid("not a keyword"));
    }
    keywords.add(word);
    return keywords.size() - 1;
  }

  private int indexOf(String word) {
    for (int i = 0; i < keywords.size(); i++) {
      if (keywords.get(i).equalsIgnoreCase(word)) {
        return i;
      }
    }
    return -1;
  }

  /// Adds a message with the next UID and this change's mod-sequence. Quota and the email's uses
  /// are the caller's.
  ///
  /// @return its UID
  public long add(EmailId email, int flags, byte[] keywordBits, long internalDate, long octets) {
    if (uidNext > Uid.MAX) {
      throw new StorageException(new StorageError.Limit("the mailbox has no more UIDs"));
    }
    long uid = uidNext++;
    tx.putNew(
        MessageRow.TABLE,
        new MessageRow(
            account.account(),
            id(),
            uid,
            account.modSeq(),
            flags,
            keywordBits,
            internalDate,
            micros(),
            email,
            octets));
    count(flags, octets, 1);
    recent++;
    account.use(octets, 1);
    return uid;
  }

  private long micros() {
    return ChronoUnit.MICROS.between(Instant.EPOCH, account.now());
  }

  /// The mailbox's mod-sequence after this change.
  public long modSeq() {
    return hasNews() ? account.modSeq() : before.highestModSeq();
  }

  private boolean hasNews() {
    return touched || keywords.size() != before.keywords().size();
  }

  /// Takes a message away and notes that; the email's uses are the caller's.
  public void remove(MessageRow row) {
    tx.delete(MessageRow.TABLE, row.mailbox(), row.uid());
    tx.putNew(
        ExpungedRow.TABLE,
        new ExpungedRow(
            row.account(), row.mailbox(), account.modSeq(), row.uid(), row.email(), account.now()));
    count(row.flags(), row.size(), -1);
    if (row.uid() >= recentFloor) {
      recent--;
    }
    account.use(-row.size(), -1);
  }

  /// Gives a message other flags.
  public void reflag(MessageRow row, int flags, byte[] keywordBits) {
    tx.put(MessageRow.TABLE, row.withFlags(flags, keywordBits, account.modSeq()));
    count(row.flags(), row.size(), -1);
    count(flags, row.size(), 1);
  }

  private void count(int flags, long octets, int sign) {
    touched = true;
    messages += sign;
    size += sign * octets;
    if ((flags & SEEN) == 0) {
      unseen += sign;
    }
    if ((flags & DELETED) != 0) {
      deleted += sign;
    }
  }

  /// Marks all messages as shown to a session. Not a change that clients are told of.
  ///
  /// @return the mark before: messages from there on are recent to that session
  public long claimRecent() {
    long from = recentFloor;
    if (recent > 0) {
      written = true;
      recent = 0;
      recentFloor = uidNext;
    }
    return from;
  }

  /// Writes the row if there is something to write, and says what is to be told.
  Optional<MailboxEvent> finish() {
    boolean news = hasNews();
    if (!news && !written) {
      return Optional.empty();
    }
    if (!news) {
      account.touchAfterCommit(id());
    }
    long modSeq = modSeq();
    MailboxRow after =
        new MailboxRow(
            before.account(),
            before.id(),
            before.parent(),
            before.leaf(),
            before.state(),
            before.uidValidity(),
            uidNext,
            messages,
            unseen,
            deleted,
            recent,
            size,
            modSeq,
            before.vanishedFloor(),
            recentFloor,
            before.specialUse(),
            List.copyOf(keywords));
    if (isNew) {
      tx.putNew(MailboxRow.TABLE, after);
    } else {
      tx.put(MailboxRow.TABLE, after);
    }
    return news
        ? Optional.of(new MailboxEvent.Changed(before.account(), before.id(), modSeq))
        : Optional.empty();
  }

  @Override
  public String toString() {
    return String.format(Locale.ROOT, "MailboxChange[%s]", before.id());
  }
}
