package org.posthorn.storage.delivery;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthorn.storage.change.AccountChange;
import org.posthorn.storage.change.AccountTransactions;
import org.posthorn.storage.change.Bodies;
import org.posthorn.storage.change.MailboxChange;
import org.posthorn.storage.engine.Transaction;
import org.posthorn.storage.mailbox.TreeChanges;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.EmailId;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.model.Uid;
import org.posthorn.storage.queue.NewEntry;
import org.posthorn.storage.queue.QueueRef;
import org.posthorn.storage.queue.QueueWriter;
import org.posthorn.storage.schema.AccountRow;
import org.posthorn.storage.schema.BlobLinkRow;
import org.posthorn.storage.schema.EmailRow;

/// Writes one group's messages inside its transaction. Not thread-safe; dies with the transaction.
final class RecipientWriter {
  private final Transaction tx;
  private final AccountTransactions transactions;
  private final QueueWriter queueWriter;
  private final int partition;
  private final StoredDelivery.Message message;
  private final List<QueueRef> queued = new ArrayList<>();
  private final Map<AccountId, AccountChange> changes = new LinkedHashMap<>();

  RecipientWriter(
      Transaction tx,
      AccountTransactions transactions,
      QueueWriter queueWriter,
      int partition,
      StoredDelivery.Message message) {
    this.tx = tx;
    this.transactions = transactions;
    this.queueWriter = queueWriter;
    this.partition = partition;
    this.message = message;
  }

  /// Carries out one plan, or refuses it without having written anything.
  DeliveryOutcome write(DeliveryPlan plan, Targets targets) {
    if (targets.refusal().isPresent()) {
      return new DeliveryOutcome.Refused(targets.refusal().get());
    }
    try {
      Optional<DeliveryOutcome> delivered =
          targets.mailboxes().isEmpty() ? Optional.empty() : Optional.of(file(plan, targets));
      targets.redirects().forEach(to -> redirect(plan, to));
      return delivered.orElseGet(
          () ->
              targets.redirects().isEmpty()
                  ? new DeliveryOutcome.Discarded()
                  : new DeliveryOutcome.Queued());
    } catch (StorageException e) {
      return new DeliveryOutcome.Refused(refusalOf(e));
    }
  }

  /// What concerns everybody is not this recipient's refusal.
  private static StorageError refusalOf(StorageException e) {
    return switch (e.error()) {
      case StorageError.Missing m -> m;
      case StorageError.Exists x -> x;
      case StorageError.Invalid i -> i;
      case StorageError.Denied d -> d;
      case StorageError.OverQuota o -> o;
      case StorageError.Limit l -> l;
      case StorageError.Busy _, StorageError.Full _, StorageError.Corrupt _ -> throw e;
      case StorageError.Unavailable _ -> throw e;
    };
  }

  /// Writes the accounts' rows; nothing may be written for them afterwards.
  void finish() {
    changes.values().forEach(AccountChange::finish);
    if (!queued.isEmpty()) {
      queueWriter.announce(tx, List.copyOf(queued));
    }
  }

  private DeliveryOutcome file(DeliveryPlan plan, Targets targets) {
    AccountChange change = changeOf(plan.account());
    long size = plan.prefix().length + message.body().content().size();
    change.checkQuota(size * targets.mailboxes().size());
    List<Placement> placements = new ArrayList<>();
    for (Targets.Target target : targets.mailboxes()) {
      MailboxChange box = mailbox(change, target, targets);
      placements.add(new Placement(box, target.flags().system(), bits(box, target)));
    }
    EmailId email = new EmailId(change.newId());
    Bodies.store(tx, message.body(), message.structure(), BlobLinkRow.Kind.EMAIL, email.value());
    change.addEmail(
        new EmailRow(
            change.account(),
            email,
            message.body().hash(),
            plan.prefix(),
            message.body().content().size(),
            message.receivedAt(),
            placements.size(),
            Optional.empty()));
    long received = ChronoUnit.MICROS.between(Instant.EPOCH, message.receivedAt());
    List<Long> uids = new ArrayList<>();
    for (Placement place : placements) {
      uids.add(place.box().add(email, place.flags(), place.keywords(), received, size));
    }
    return new DeliveryOutcome.Delivered(
        placements.getFirst().box().id(), new Uid(uids.getFirst()));
  }

  /// A mailbox and the flags that the message gets there.
  private record Placement(MailboxChange box, int flags, byte[] keywords) {}

  private static byte[] bits(MailboxChange box, Targets.Target target) {
    return box.keywordBits(target.flags().keywords());
  }

  private AccountChange changeOf(AccountId account) {
    AccountChange known = changes.get(account);
    if (known != null) {
      return known;
    }
    AccountChange change = transactions.begin(tx, account);
    if (change.accountRow().state() != AccountRow.State.ENABLED) {
      throw new StorageException(new StorageError.Missing("the account takes no mail"));
    }
    changes.put(account, change);
    return change;
  }

  private static MailboxChange mailbox(
      AccountChange change, Targets.Target target, Targets targets) {
    if (target.mailbox().isEmpty()) {
      return new TreeChanges(change).create(target.name(), Optional.empty());
    }
    return change
        .find(target.mailbox().get())
        .orElseGet(() -> change.mailbox(targets.requireInbox()));
  }

  private void redirect(DeliveryPlan plan, MailAddress to) {
    message.onward().redirected(plan, to).forEach(this::queue);
  }

  /// Puts an entry into the queue.
  void queue(NewEntry entry) {
    queued.add(
        queueWriter.add(
            tx, partition, message.number(), message.body(), message.structure(), entry));
  }
}
