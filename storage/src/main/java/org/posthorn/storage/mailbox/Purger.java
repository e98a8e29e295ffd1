package org.posthorn.storage.mailbox;

import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.posthorn.storage.change.AccountTransactions;
import org.posthorn.storage.change.Bodies;
import org.posthorn.storage.engine.KeyRange;
import org.posthorn.storage.engine.Scan;
import org.posthorn.storage.engine.Scopes;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.engine.Transaction;
import org.posthorn.storage.job.Jobs;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.schema.AccountRow;
import org.posthorn.storage.schema.BlobLinkRow;
import org.posthorn.storage.schema.EmailPurgeRow;
import org.posthorn.storage.schema.EmailRow;
import org.posthorn.storage.schema.ExpungedRow;
import org.posthorn.storage.schema.JobRow;
import org.posthorn.storage.schema.MailboxRow;
import org.posthorn.storage.schema.MessageRow;
import org.posthorn.storage.schema.SubscriptionRow;

/// Purges what was deleted and is hidden already: mailboxes and accounts. Thread-safe.
final class Purger {
  private static final int CHUNK = 500;

  private final Store store;
  private final AccountTransactions transactions;
  private final Clock clock;

  Purger(Store store, AccountTransactions transactions, Clock clock) {
    this.store = store;
    this.transactions = transactions;
    this.clock = clock;
  }

  /// Purges a deleted mailbox; its emails can still be brought back for a while.
  void purgeMailbox(JobRow job, BooleanSupplier stopping) {
    MailboxId mailbox = job.source().orElseThrow();
    boolean more = true;
    while (more && !stopping.getAsBoolean()) {
      more =
          transactions.change(
              job.account(),
              change -> {
                Jobs.keep(change.tx(), change.leases(), job);
                List<MessageRow> rows =
                    change
                        .tx()
                        .scan(Scan.of(MessageRow.TABLE, KeyRange.prefix(mailbox)).limit(CHUNK));
                change.loadEmails(rows.stream().map(MessageRow::email).toList());
                for (MessageRow row : rows) {
                  change.tx().delete(MessageRow.TABLE, row.mailbox(), row.uid());
                  change.release(row.email());
                }
                return rows.size() == CHUNK;
              });
    }
    more = true;
    while (more && !stopping.getAsBoolean()) {
      more =
          transactions.change(
              job.account(),
              change -> {
                Jobs.keep(change.tx(), change.leases(), job);
                boolean left = deleteExpunged(change.tx(), mailbox);
                if (!left) {
                  change.tx().delete(MailboxRow.TABLE, job.account(), mailbox);
                  Jobs.end(change.tx(), change.leases(), job);
                }
                return left;
              });
    }
  }

  private static boolean deleteExpunged(Transaction tx, MailboxId mailbox) {
    List<ExpungedRow> rows =
        tx.scan(Scan.of(ExpungedRow.TABLE, KeyRange.prefix(mailbox)).limit(CHUNK));
    rows.forEach(row -> tx.delete(ExpungedRow.TABLE, row.mailbox(), row.modSeq(), row.uid()));
    return rows.size() == CHUNK;
  }

  /// Purges everything of a removed account, its row last.
  void purgeAccount(JobRow job, BooleanSupplier stopping) {
    AccountId account = job.account();
    for (MailboxRow mailbox :
        store.read(view -> view.scan(MailboxRow.TABLE, KeyRange.prefix(account)))) {
      repeat(job, stopping, tx -> deleteMessages(tx, mailbox.id()));
      repeat(job, stopping, tx -> deleteExpunged(tx, mailbox.id()));
      repeat(job, stopping, tx -> deleteMailbox(tx, mailbox));
    }
    repeat(job, stopping, tx -> deleteSubscriptions(tx, account));
    repeat(job, stopping, tx -> deleteEmails(tx, account));
    repeat(
        job,
        stopping,
        tx -> {
          tx.delete(AccountRow.TABLE, account);
          for (JobRow other : tx.scan(JobRow.TABLE, KeyRange.prefix(account))) {
            Jobs.end(tx, transactions.leases(), other);
          }
          return false;
        });
  }

  private void repeat(JobRow job, BooleanSupplier stopping, Function<Transaction, Boolean> step) {
    boolean more = true;
    while (more && !stopping.getAsBoolean()) {
      more =
          store.transact(
              Scopes.account(job.account()),
              tx -> {
                Jobs.keep(tx, transactions.leases(), job);
                return step.apply(tx);
              });
    }
  }

  private static boolean deleteMessages(Transaction tx, MailboxId mailbox) {
    List<MessageRow> rows =
        tx.scan(Scan.of(MessageRow.TABLE, KeyRange.prefix(mailbox)).limit(CHUNK));
    rows.forEach(row -> tx.delete(MessageRow.TABLE, row.mailbox(), row.uid()));
    return rows.size() == CHUNK;
  }

  private static boolean deleteMailbox(Transaction tx, MailboxRow mailbox) {
    tx.delete(MailboxRow.TABLE, mailbox.account(), mailbox.id());
    return false;
  }

  private static boolean deleteSubscriptions(Transaction tx, AccountId account) {
    List<SubscriptionRow> rows =
        tx.scan(Scan.of(SubscriptionRow.TABLE, KeyRange.prefix(account)).limit(CHUNK));
    rows.forEach(row -> tx.delete(SubscriptionRow.TABLE, account, row.name()));
    return rows.size() == CHUNK;
  }

  private boolean deleteEmails(Transaction tx, AccountId account) {
    Instant now = clock.instant().truncatedTo(ChronoUnit.MICROS);
    List<EmailRow> rows = tx.scan(Scan.of(EmailRow.TABLE, KeyRange.prefix(account)).limit(CHUNK));
    for (EmailRow row : rows) {
      row.orphanedAt().ifPresent(since -> tx.delete(EmailPurgeRow.TABLE, since, account, row.id()));
      Bodies.unlink(tx, row.blob(), BlobLinkRow.Kind.EMAIL, row.id().value(), now);
      tx.delete(EmailRow.TABLE, account, row.id());
    }
    return rows.size() == CHUNK;
  }
}
