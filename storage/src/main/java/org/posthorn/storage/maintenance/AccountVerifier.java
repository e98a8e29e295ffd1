package org.posthorn.storage.maintenance;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthorn.storage.engine.KeyRange;
import org.posthorn.storage.engine.Scan;
import org.posthorn.storage.engine.View;
import org.posthorn.storage.model.EmailId;
import org.posthorn.storage.model.SystemFlag;
import org.posthorn.storage.schema.AccountRow;
import org.posthorn.storage.schema.BlobLinkRow;
import org.posthorn.storage.schema.BlobRow;
import org.posthorn.storage.schema.EmailPurgeRow;
import org.posthorn.storage.schema.EmailRow;
import org.posthorn.storage.schema.ExpungedRow;
import org.posthorn.storage.schema.KeywordBits;
import org.posthorn.storage.schema.MailboxRow;
import org.posthorn.storage.schema.MessageRow;

/// Checks one account inside one read, so that a daemon at work does not disturb it.
final class AccountVerifier {
  private final View view;
  private final AccountRow account;
  private final List<String> problems;
  private final Map<EmailId, Integer> refs = new HashMap<>();
  private final Map<EmailId, Long> sizes = new HashMap<>();
  private long usedBytes;
  private long usedMessages;

  AccountVerifier(View view, AccountRow account, List<String> problems) {
    this.view = view;
    this.account = account;
    this.problems = problems;
  }

  private void check(boolean holds, String format, Object... arguments) {
    if (!holds) {
      problems.add("account " + account.login() + ": " + format.formatted(arguments));
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
    view.forEach(
        Scan.of(EmailRow.TABLE, KeyRange.prefix(account.id())),
        email -> {
          verify(email);
          return true;
        });
    refs.forEach(
        (email, count) ->
            check(false, "%d messages show email %s, which is not there", count, email));
  }

  private void verify(MailboxRow mailbox) {
    Counts counts = new Counts(mailbox);
    view.forEach(
        Scan.of(MessageRow.TABLE, KeyRange.prefix(mailbox.id())),
        message -> {
          counts.add(message);
          refs.merge(message.email(), 1, Integer::sum);
          Long other = sizes.putIfAbsent(message.email(), message.size());
          check(
              other == null || other == message.size(),
              "messages of email %s differ in size",
              message.email());
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

  private void verify(EmailRow email) {
    int shown = Optional.ofNullable(refs.remove(email.id())).orElse(0);
    check(
        shown == email.refs(),
        "%d messages show email %s, its row says %d",
        shown,
        email.id(),
        email.refs());
    Long size = sizes.get(email.id());
    check(
        size == null || size == email.size(), "messages of email %s have not its size", email.id());
    boolean waits =
        email.orphanedAt().isPresent()
            && view.get(EmailPurgeRow.TABLE, email.orphanedAt().get(), account.id(), email.id())
                .isPresent();
    check(
        email.refs() > 0 ? email.orphanedAt().isEmpty() : waits,
        "email %s is an orphan, or none, against its row",
        email.id());
    Optional<BlobRow> blob = view.get(BlobRow.TABLE, email.blob());
    check(
        blob.isPresent() && blob.get().size() == email.bodySize() && view.hasBody(email.blob()),
        "email %s lacks its body %s",
        email.id(),
        email.blob());
    check(
        view.get(BlobLinkRow.TABLE, email.blob(), BlobLinkRow.Kind.EMAIL, email.id().value())
            .isPresent(),
        "email %s does not link its body",
        email.id());
  }
}
