package org.posthorn.storage.mailbox;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.posthorn.storage.change.AccountChange;
import org.posthorn.storage.change.AccountTransactions;
import org.posthorn.storage.change.MailboxChange;
import org.posthorn.storage.engine.KeyRange;
import org.posthorn.storage.engine.Scan;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.mime.Envelope;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.Actor;
import org.posthorn.storage.model.EmailId;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.MailboxName;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.schema.EmailRow;
import org.posthorn.storage.schema.ExpungedRow;
import org.posthorn.storage.schema.KeywordBits;

/// [Undelete] on a store. An email that no message shows says when it lost the last one; the
/// mailboxes' records of what was expunged say where that was. Thread-safe.
public final class StoredUndelete implements Undelete {
  private static final int PAGE = 1_000;
  private static final int CHUNK = 500;

  private final Store store;
  private final AccountTransactions transactions;
  private final TreeCache trees;
  private final Structures structures;

  public StoredUndelete(
      Store store, AccountTransactions transactions, TreeCache trees, Structures structures) {
    this.store = store;
    this.transactions = transactions;
    this.trees = trees;
    this.structures = structures;
  }

  @Override
  public List<ExpungedMessage> find(Actor actor, AccountId owner, Filter filter) {
    AccessRules.check(actor, owner);
    Map<EmailId, ExpungedMessage> found = orphans(owner, filter);
    if (!found.isEmpty()) {
      new Places(found).search(trees.get(owner));
    }
    return found.values().stream()
        .filter(message -> filter.mailbox().isEmpty() || message.mailbox().equals(filter.mailbox()))
        .sorted(
            Comparator.comparing(ExpungedMessage::expungedAt).thenComparing(ExpungedMessage::id))
        .toList();
  }

  private Map<EmailId, ExpungedMessage> orphans(AccountId owner, Filter filter) {
    Map<EmailId, ExpungedMessage> found = new HashMap<>();
    pages(
        EmailRow.TABLE,
        KeyRange.prefix(owner),
        last -> KeyRange.prefix(owner).after(last.id()),
        row -> {
          if (row.orphanedAt().isPresent() && matches(filter, row, row.orphanedAt().get())) {
            found.put(row.id(), message(row, row.orphanedAt().get()));
          }
          if (found.size() > MAX_FOUND) {
            throw new StorageException(
                new StorageError.Limit("more than " + MAX_FOUND + " messages: narrow the search"));
          }
        });
    return found;
  }

  private static boolean matches(Filter filter, EmailRow row, Instant expungedAt) {
    return (filter.ids().isEmpty() || filter.ids().contains(row.id()))
        && filter.since().map(since -> !expungedAt.isBefore(since)).orElse(true)
        && filter.before().map(expungedAt::isBefore).orElse(true);
  }

  private static ExpungedMessage message(EmailRow row, Instant expungedAt) {
    return new ExpungedMessage(
        row.id(), expungedAt, Optional.empty(), row.receivedAt(), row.size(), row.blob());
  }

  /// Says of each message which mailbox lost it last: at the moment at which the email was left
  /// without any, and by the last change of that moment.
  private final class Places {
    private final Map<EmailId, ExpungedMessage> found;
    private final Map<EmailId, Long> changes = new HashMap<>();

    Places(Map<EmailId, ExpungedMessage> found) {
      this.found = found;
    }

    void search(MailboxTree tree) {
      tree.names()
          .forEach(
              (mailbox, name) ->
                  pages(
                      ExpungedRow.TABLE,
                      KeyRange.prefix(mailbox),
                      last -> KeyRange.prefix(mailbox).after(last.modSeq(), last.uid()),
                      row -> note(row, name)));
    }

    private void note(ExpungedRow row, MailboxName name) {
      ExpungedMessage message = found.get(row.email());
      if (message != null
          && row.expungedAt().equals(message.expungedAt())
          && row.modSeq() > changes.getOrDefault(row.email(), 0L)) {
        changes.put(row.email(), row.modSeq());
        found.put(row.email(), message.in(name));
      }
    }
  }

  /// Goes through a range in pages, so that no reader is held for long.
  private <R> void pages(
      Table<R> table, KeyRange range, Function<R, KeyRange> behind, Consumer<R> visitor) {
    KeyRange next = range;
    while (true) {
      KeyRange page = next;
      List<R> rows = store.read(view -> view.scan(Scan.of(table, page).limit(PAGE)));
      rows.forEach(visitor);
      if (rows.size() < PAGE) {
        return;
      }
      next = behind.apply(rows.getLast());
    }
  }

  @Override
  public Envelope envelope(AccountId owner, ExpungedMessage message) {
    return structures.get(message.body()).envelope();
  }

  @Override
  public List<Restored> restore(
      Actor actor, AccountId owner, List<ExpungedMessage> messages, Optional<MailboxName> to) {
    AccessRules.check(actor, owner);
    List<Restored> restored = new ArrayList<>();
    for (int from = 0; from < messages.size(); from += CHUNK) {
      List<ExpungedMessage> rest = messages.subList(from, messages.size());
      restored.addAll(transactions.change(owner, change -> new Step(change, to).run(rest)));
    }
    return List.copyOf(restored);
  }

  /// One transaction.
  private static final class Step {
    private final AccountChange change;
    private final Optional<MailboxName> to;
    private final Map<MailboxName, Optional<MailboxChange>> mailboxes = new HashMap<>();

    Step(AccountChange change, Optional<MailboxName> to) {
      this.change = change;
      this.to = to;
    }

    List<Restored> run(List<ExpungedMessage> rest) {
      change.tx().markNewMail();
      // Asked for all that is left, so that it is all of them or none where the room is short.
      change.checkQuota(rest.stream().mapToLong(ExpungedMessage::size).sum());
      List<Restored> restored = new ArrayList<>();
      for (ExpungedMessage message : rest.subList(0, Math.min(CHUNK, rest.size()))) {
        change
            .tx()
            .get(EmailRow.TABLE, change.account(), message.id())
            .filter(row -> row.orphanedAt().equals(Optional.of(message.expungedAt())))
            .ifPresent(row -> restored.add(restore(row, message)));
      }
      return restored;
    }

    private Restored restore(EmailRow email, ExpungedMessage message) {
      MailboxName wanted = to.or(message::mailbox).orElse(MailboxName.INBOX);
      MailboxName name = mailbox(wanted).isPresent() ? wanted : MailboxName.INBOX;
      MailboxChange mailbox =
          mailbox(name)
              .orElseThrow(
                  () -> new StorageException(new StorageError.Missing("there is no INBOX")));
      change.retain(email.id());
      long uid =
          mailbox.add(
              email.id(),
              Flags.NONE.system(),
              KeywordBits.NONE,
              ChronoUnit.MICROS.between(Instant.EPOCH, email.receivedAt()),
              email.size());
      return new Restored(email.id(), name, uid);
    }

    private Optional<MailboxChange> mailbox(MailboxName name) {
      return mailboxes.computeIfAbsent(name, this::open);
    }

    private Optional<MailboxChange> open(MailboxName name) {
      TreeChanges tree = new TreeChanges(change);
      Optional<MailboxChange> found = tree.find(name).flatMap(row -> change.find(row.id()));
      return found.isEmpty() && to.equals(Optional.of(name))
          ? Optional.of(tree.create(name, Optional.empty()))
          : found;
    }
  }
}
