package org.posthorn.storage.mailbox;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthorn.storage.change.AccountChange;
import org.posthorn.storage.change.AccountTransactions;
import org.posthorn.storage.change.Bodies;
import org.posthorn.storage.change.MailboxChange;
import org.posthorn.storage.engine.Ahead;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.EmailId;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.model.UidSet;
import org.posthorn.storage.schema.BlobLinkRow;
import org.posthorn.storage.schema.BlobRow;
import org.posthorn.storage.schema.EmailRow;
import org.posthorn.storage.schema.MailboxRow;
import org.posthorn.storage.schema.StructureRow;

/// APPEND: stores messages at the end of a mailbox in one transaction. Thread-safe.
final class Appender {
  /// Messages of one APPEND (RFC 3502) at most, so that it fits into a transaction.
  private static final int MAX_MESSAGES = 500;

  private static final byte[] NO_PREFIX = new byte[0];

  private final AccountTransactions transactions;
  private final Structures structures;

  Appender(AccountTransactions transactions, Structures structures) {
    this.transactions = transactions;
    this.structures = structures;
  }

  AppendResult append(AccountId owner, MailboxId mailbox, List<AppendRequest> messages) {
    if (messages.size() > MAX_MESSAGES) {
      throw new StorageException(
          new StorageError.Limit("at most " + MAX_MESSAGES + " messages at once"));
    }
    List<StructureRow> parsed = new ArrayList<>(messages.size());
    messages.forEach(message -> parsed.add(structures.parse(message.body())));
    List<byte[]> bodies =
        messages.stream().map(message -> BlobRow.TABLE.key(message.body().hash())).toList();
    return transactions.change(
        owner,
        Ahead.of(MailboxRow.TABLE, owner, mailbox).and(Ahead.of(BlobRow.TABLE, bodies)),
        change -> store(change, mailbox, messages, parsed));
  }

  private static AppendResult store(
      AccountChange change,
      MailboxId mailbox,
      List<AppendRequest> messages,
      List<StructureRow> parsed) {
    MailboxChange box = change.mailbox(mailbox);
    change.tx().markNewMail();
    change.checkQuota(messages.stream().mapToLong(m -> m.body().content().size()).sum());
    UidSet.Builder uids = new UidSet.Builder();
    for (int i = 0; i < messages.size(); i++) {
      AppendRequest message = messages.get(i);
      EmailId email = new EmailId(change.newId());
      Instant received = message.internalDate().orElse(change.now());
      long size = message.body().content().size();
      Bodies.store(
          change.tx(), message.body(), parsed.get(i), BlobLinkRow.Kind.EMAIL, email.value());
      change.addEmail(
          new EmailRow(
              change.account(),
              email,
              message.body().hash(),
              NO_PREFIX,
              size,
              received.truncatedTo(ChronoUnit.MICROS),
              1,
              Optional.empty()));
      uids.add(
          box.add(
              email,
              message.flags().system(),
              box.keywordBits(message.flags().keywords()),
              ChronoUnit.MICROS.between(Instant.EPOCH, received),
              size));
    }
    return new AppendResult(box.uidValidity(), uids.build());
  }
}
