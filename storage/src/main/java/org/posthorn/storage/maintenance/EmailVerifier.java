package org.posthorn.storage.maintenance;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.posthorn.storage.engine.KeyRange;
import org.posthorn.storage.engine.Scan;
import org.posthorn.storage.engine.View;
import org.posthorn.storage.model.EmailId;
import org.posthorn.storage.schema.AccountRow;
import org.posthorn.storage.schema.BlobLinkRow;
import org.posthorn.storage.schema.BlobRow;
import org.posthorn.storage.schema.EmailPurgeRow;
import org.posthorn.storage.schema.EmailRow;
import org.posthorn.storage.schema.MailboxRow;
import org.posthorn.storage.schema.MessageRow;

/// Checks an account's emails against the messages that show them, a window of emails after the
/// other, with one look at all messages for each: memory does not grow with the account.
final class EmailVerifier {
  private static final int WINDOW = 200_000;

  private final View view;
  private final AccountRow account;
  private final Findings findings;
  private final int window;

  /// The window's emails.
  private final Map<EmailId, Uses> uses = new HashMap<>();

  EmailVerifier(View view, AccountRow account, Findings findings) {
    this(view, account, findings, WINDOW);
  }

  /// @param window how many emails are looked at together
  EmailVerifier(View view, AccountRow account, Findings findings, int window) {
    this.view = view;
    this.account = account;
    this.findings = findings;
    this.window = window;
  }

  /// What is said and seen of an email.
  private static final class Uses {
    private final int said;
    private final long size;
    private int seen;
    private boolean sizesDiffer;

    Uses(EmailRow email) {
      said = email.refs();
      size = email.size();
    }

    void add(MessageRow message) {
      seen++;
      sizesDiffer |= message.size() != size;
    }
  }

  private void check(boolean holds, String format, Object... arguments) {
    if (!holds) {
      findings.add("account " + account.login() + ": " + format.formatted(arguments));
    }
  }

  void run() {
    long from = 0;
    boolean more = true;
    while (more) {
      uses.clear();
      long last = read(from);
      // The last window reaches to the end, so that it has the messages of emails that are not
      // there.
      more = uses.size() == window && last < Long.MAX_VALUE;
      compare(from, more ? last : Long.MAX_VALUE);
      from = last + 1;
    }
  }

  /// Reads and checks the rows of the next emails.
  ///
  /// @return the id of the last one
  private long read(long from) {
    long[] last = {from};
    KeyRange range = KeyRange.prefix(account.id()).from(new EmailId(from));
    view.forEach(
        Scan.of(EmailRow.TABLE, range).limit(window),
        email -> {
          verify(email);
          uses.put(email.id(), new Uses(email));
          last[0] = email.id().value();
          return true;
        });
    return last[0];
  }

  private void compare(long from, long to) {
    for (MailboxRow mailbox : view.scan(MailboxRow.TABLE, KeyRange.prefix(account.id()))) {
      view.forEach(
          Scan.of(MessageRow.TABLE, KeyRange.prefix(mailbox.id())),
          message -> {
            long email = message.email().value();
            if (email >= from && email <= to) {
              count(mailbox, message);
            }
            return true;
          });
    }
    uses.forEach(
        (email, seen) -> {
          check(
              seen.seen == seen.said,
              "%d messages show email %s, its row says %d",
              seen.seen,
              email,
              seen.said);
          check(!seen.sizesDiffer, "messages of email %s have not its size", email);
        });
  }

  private void count(MailboxRow mailbox, MessageRow message) {
    Uses email = uses.get(message.email());
    check(
        email != null,
        "mailbox %s: message %d shows email %s, which is not there",
        mailbox.id(),
        message.uid(),
        message.email());
    if (email != null) {
      email.add(message);
    }
  }

  private void verify(EmailRow email) {
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
