package org.posthorn.storage.maintenance;

import org.posthorn.storage.engine.KeyRange;
import org.posthorn.storage.engine.Scan;
import org.posthorn.storage.engine.View;
import org.posthorn.storage.model.SystemFlag;
import org.posthorn.storage.schema.AccountRow;
import org.posthorn.storage.schema.ExpungedRow;
import org.posthorn.storage.schema.KeywordBits;
import org.posthorn.storage.schema.MailboxRow;
import org.posthorn.storage.schema.MessageRow;

/// Checks one account inside one read, so that a daemon at work does not disturb it: first the
/// counts of its mailboxes, then its emails with [EmailVerifier].
final class AccountVerifier {
  private final View view;
  private final AccountRow account;
  private final Findings findings;
  private long usedBytes;
  private long usedMessages;

  AccountVerifier(View view, AccountRow account, Findings findings) {
    this.view = view;
    this.account = account;
    this.findings = findings;
  }

  private void check(boolean holds, String format, Object... arguments) {
    if (!holds) {
      findings.add("account " + account.login() + ": " + format.formatted(arguments));
    }
  }

  void run() {
    for (MailboxRow mailbox : view.scan(MailboxRow.TABLE, KeyRange.prefix(account.id()))) {
      verify(mailbox);
    }
    // A removed account is purged piece by piece and has no sums any more.
    if (account.state() != AccountRow.State.REMOVED) {
      check(
          usedBytes == account.usedBytes() && usedMessages == account.usedMessages(),
          "uses %d octets in %d messages, its row says %d in %d",
          usedBytes,
          usedMessages,
          account.usedBytes(),
          account.usedMessages());
    }
    new EmailVerifier(view, account, findings).run();
  }

  private void verify(MailboxRow mailbox) {
    Counts counts = new Counts(mailbox);
    view.forEach(
        Scan.of(MessageRow.TABLE, KeyRange.prefix(mailbox.id())),
        message -> {
          counts.add(message);
          return true;
        });
    view.forEach(
        Scan.of(ExpungedRow.TABLE, KeyRange.prefix(mailbox.id())),
        gone -> {
          check(
              gone.uid() < mailbox.uidNext() && gone.modSeq() <= account.changes(),
              "mailbox %s: expunged UID %d is out of range",
              mailbox.id(),
              gone.uid());
          return true;
        });
    if (mailbox.state() != MailboxRow.State.DELETED) {
      counts.compare();
      usedBytes += counts.size;
      usedMessages += counts.messages;
    }
  }

  /// What a mailbox's row should say.
  private final class Counts {
    private final MailboxRow row;
    private long messages;
    private long unseen;
    private long deleted;
    private long recent;
    private long size;

    Counts(MailboxRow row) {
      this.row = row;
    }

    void add(MessageRow message) {
      messages++;
      size += message.size();
      unseen += (message.flags() & SystemFlag.SEEN.bit()) == 0 ? 1 : 0;
      deleted += (message.flags() & SystemFlag.DELETED.bit()) != 0 ? 1 : 0;
      recent += message.uid() >= row.recentFloor() ? 1 : 0;
      boolean known = message.uid() < row.uidNext() && message.modSeq() <= row.highestModSeq();
      for (int bit = row.keywords().size(); bit < 8 * message.keywords().length; bit++) {
        known &= !KeywordBits.has(message.keywords(), bit);
      }
      check(
          known && message.account().equals(row.account()),
          "mailbox %s: message %d has a UID, change or keyword that the mailbox does not know",
          row.id(),
          message.uid());
    }

    void compare() {
      compare("messages", messages, row.messages());
      compare("unseen", unseen, row.unseen());
      compare("deleted", deleted, row.deleted());
      compare("recent", recent, row.recent());
      compare("octets", size, row.size());
      check(
          row.highestModSeq() <= account.changes(),
          "mailbox %s is at change %d, its account at %d",
          row.id(),
          row.highestModSeq(),
          account.changes());
    }

    private void compare(String what, long counted, long said) {
      check(
          counted == said, "mailbox %s has %d %s, its row says %d", row.id(), counted, what, said);
    }
  }
}
