package org.posthorn.storage.delivery;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.posthorn.storage.blob.Content;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.change.AccountTransactions;
import org.posthorn.storage.engine.Ahead;
import org.posthorn.storage.engine.Scopes;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.engine.Transaction;
import org.posthorn.storage.mailbox.Structures;
import org.posthorn.storage.mailbox.TreeCache;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.Actor;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.queue.NewEntry;
import org.posthorn.storage.queue.QueueEntry;
import org.posthorn.storage.queue.QueueLease;
import org.posthorn.storage.queue.QueueWriter;
import org.posthorn.storage.queue.StoredMailQueue;
import org.posthorn.storage.schema.BlobRow;
import org.posthorn.storage.schema.QueueEntryRow;
import org.posthorn.storage.schema.StateRow;
import org.posthorn.storage.schema.StructureRow;

/// Delivery into the mailboxes and the queue of this store. Thread-safe.
///
/// Plans are taken in groups of at most [#GROUP] accounts; a group is one transaction. What may
/// refuse a recipient is looked at before anything is written for them, so that a refusal leaves no
/// trace and the others go on.
public final class StoredDelivery implements Delivery, GroupDelivery, QueuedDelivery {
  /// Kind of the rows of table `state` that name what was stored once.
  private static final String STORED = "stored";

  private final Store store;
  private final AccountTransactions transactions;
  private final Structures structures;
  private final TreeCache trees;
  private final QueueWriter queueWriter;
  private final StoredMailQueue queue;

  /// @param queue takes what a later group could not store
  public StoredDelivery(
      Store store,
      AccountTransactions transactions,
      Structures structures,
      TreeCache trees,
      QueueWriter queueWriter,
      StoredMailQueue queue) {
    this.store = store;
    this.transactions = transactions;
    this.structures = structures;
    this.trees = trees;
    this.queueWriter = queueWriter;
    this.queue = queue;
  }

  @Override
  public List<DeliveryOutcome> deliver(
      Actor actor, SpooledBody body, Instant receivedAt, List<DeliveryPlan> plans, Onward onward) {
    Message message = message(body, receivedAt, onward);
    List<DeliveryOutcome> outcomes = new ArrayList<>(plans.size());
    List<NewEntry> elsewhere = onward.elsewhere();
    if (plans.isEmpty() && !elsewhere.isEmpty()) {
      queue.enqueue(body, elsewhere);
    }
    boolean ours = false;
    for (List<DeliveryPlan> group : groups(plans)) {
      List<DeliveryOutcome> stored =
          ours ? deliverLater(message, group) : commit(message, group, elsewhere);
      ours =
          ours
              || !elsewhere.isEmpty()
              || stored.stream().anyMatch(one -> !(one instanceof DeliveryOutcome.Refused));
      elsewhere = List.of();
      outcomes.addAll(stored);
    }
    return outcomes;
  }

  private Message message(SpooledBody body, Instant receivedAt, Onward onward) {
    return new Message(
        body,
        structures.parse(body),
        receivedAt.truncatedTo(ChronoUnit.MICROS),
        queueWriter.nextMessage(),
        onward);
  }

  /// The message, as every recipient gets it.
  ///
  /// @param structure its parsed structure
  /// @param receivedAt in whole microseconds
  /// @param number what its entries in the queue have in common
  /// @param onward how it goes there
  record Message(
      SpooledBody body, StructureRow structure, Instant receivedAt, long number, Onward onward) {}

  /// Parts the plans, in order, so that each part has few enough accounts.
  public static List<List<DeliveryPlan>> groups(List<DeliveryPlan> plans) {
    List<List<DeliveryPlan>> groups = new ArrayList<>();
    List<DeliveryPlan> group = new ArrayList<>();
    Set<AccountId> accounts = new LinkedHashSet<>();
    for (DeliveryPlan plan : plans) {
      if (!accounts.contains(plan.account()) && accounts.size() == GROUP) {
        groups.add(group);
        group = new ArrayList<>();
        accounts.clear();
      }
      accounts.add(plan.account());
      group.add(plan);
    }
    if (!group.isEmpty()) {
      groups.add(group);
    }
    return groups;
  }

  /// A group of a message that somebody has already, so that it may not be given back.
  private List<DeliveryOutcome> deliverLater(Message message, List<DeliveryPlan> group) {
    try {
      return commit(message, group, List.of());
    } catch (StorageException e) {
      if (!e.error().temporary()) {
        throw e;
      }
      return postpone(message, group);
    }
  }

  @Override
  public boolean deliverQueued(QueueLease lease, AccountId account) {
    QueueEntry entry = lease.entry();
    SpooledBody body = new QueuedBody(entry.body(), queue.bodyOf(entry));
    Message message = message(body, entry.queuedAt(), NOWHERE);
    DeliveryPlan plan = planOf(entry, account);
    Targets targets = Targets.of(plan, trees);
    return store.transact(
        Scopes.account(account).and(Scopes.queue(entry.partition())),
        targets
            .ahead(account)
            .and(Ahead.of(BlobRow.TABLE, body.hash()))
            .and(Ahead.of(QueueEntryRow.TABLE, entry.partition(), entry.id()))
            .and(queueWriter.ahead(entry.partition())),
        tx -> {
          if (!queueWriter.takeOut(tx, lease)) {
            return false;
          }
          writeOne(tx, message, plan, targets, entry.partition());
          return true;
        });
  }

  /// How an entry of the queue is delivered: kept, and nothing else.
  public static DeliveryPlan planOf(QueueEntry entry, AccountId account) {
    return new DeliveryPlan(
        account,
        MailAddress.parse(entry.recipient()).orElseThrow(),
        entry.prefix(),
        List.of(new DeliveryAction.Keep(Flags.NONE)));
  }

  /// Writes one recipient's message or fails.
  private void writeOne(
      Transaction tx, Message message, DeliveryPlan plan, Targets targets, int partition) {
    RecipientWriter writer = new RecipientWriter(tx, transactions, queueWriter, partition, message);
    if (writer.write(plan, targets) instanceof DeliveryOutcome.Refused(StorageError error)) {
      throw new StorageException(error);
    }
    writer.finish();
  }

  @Override
  public List<DeliveryOutcome> store(
      SpooledBody body, Instant receivedAt, List<DeliveryPlan> group) {
    return commit(message(body, receivedAt, NOWHERE), group, List.of());
  }

  @Override
  public void storeOnce(
      String name, Instant remembered, SpooledBody body, Instant receivedAt, DeliveryPlan plan) {
    Message message = message(body, receivedAt, NOWHERE);
    Targets targets = Targets.of(plan, trees);
    store.run(
        Scopes.account(plan.account()),
        tx -> {
          if (tx.get(StateRow.TABLE, STORED, name).isEmpty()) {
            Instant until = remembered.truncatedTo(ChronoUnit.MICROS);
            tx.put(StateRow.TABLE, new StateRow(STORED, name, new byte[0], until));
            writeOne(tx, message, plan, targets, 0);
          }
        });
  }

  /// A body that is stored already.
  private record QueuedBody(BlobHash hash, Content content) implements SpooledBody {
    @Override
    public void close() {
      // it stays where it is
    }
  }

  /// @param elsewhere entries for the queue that belong to the same transaction
  private List<DeliveryOutcome> commit(
      Message message, List<DeliveryPlan> group, List<NewEntry> elsewhere) {
    List<Targets> targets = group.stream().map(plan -> Targets.of(plan, trees)).toList();
    Scopes scopes = Scopes.accounts(group.stream().map(DeliveryPlan::account).distinct().toList());
    boolean queued =
        !elsewhere.isEmpty() || targets.stream().anyMatch(one -> !one.redirects().isEmpty());
    int partition = queueWriter.nextPartition();
    Ahead ahead = ahead(message, group, targets);
    return store.transact(
        queued ? scopes.and(Scopes.queue(partition)) : scopes,
        queued ? ahead.and(queueWriter.ahead(partition)) : ahead,
        tx -> {
          tx.markNewMail();
          RecipientWriter writer =
              new RecipientWriter(tx, transactions, queueWriter, partition, message);
          List<DeliveryOutcome> outcomes = new ArrayList<>(group.size());
          for (int i = 0; i < group.size(); i++) {
            outcomes.add(writer.write(group.get(i), targets.get(i)));
          }
          elsewhere.forEach(writer::queue);
          writer.finish();
          return outcomes;
        });
  }

  private static Ahead ahead(Message message, List<DeliveryPlan> group, List<Targets> targets) {
    Ahead ahead = Ahead.of(BlobRow.TABLE, message.body().hash());
    for (int i = 0; i < group.size(); i++) {
      ahead = ahead.and(targets.get(i).ahead(group.get(i).account()));
    }
    return ahead;
  }

  /// Keeps the message for recipients whose group could not be stored now; the queue tries again.
  private List<DeliveryOutcome> postpone(Message message, List<DeliveryPlan> group) {
    queue.enqueue(message.body(), group.stream().map(message.onward()::waiting).toList());
    return group.stream().map(_ -> (DeliveryOutcome) new DeliveryOutcome.Queued()).toList();
  }

  /// For what is in the queue already.
  private static final Onward NOWHERE =
      new Onward() {
        @Override
        public List<NewEntry> elsewhere() {
          return List.of();
        }

        @Override
        public NewEntry waiting(DeliveryPlan plan) {
          throw new IllegalStateException("it waits already");
        }

        @Override
        public List<NewEntry> redirected(DeliveryPlan plan, MailAddress to) {
          throw new IllegalStateException("it is only kept");
        }
      };
}
