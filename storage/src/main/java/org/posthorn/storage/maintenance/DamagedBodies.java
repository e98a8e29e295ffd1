package org.posthorn.storage.maintenance;

import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.posthorn.storage.engine.Engine.DamagedBody;
import org.posthorn.storage.engine.KeyRange;
import org.posthorn.storage.engine.Read;
import org.posthorn.storage.engine.Scan;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.engine.View;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.EmailId;
import org.posthorn.storage.model.MailboxName;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.schema.AccountRow;
import org.posthorn.storage.schema.EmailRow;
import org.posthorn.storage.schema.MailboxRow;
import org.posthorn.storage.schema.MessageRow;
import org.posthorn.storage.schema.QueueEntryRow;

/// Finds who has the damaged bodies: accounts, mailboxes, UIDs, entries of the queue. It takes one
/// look at all emails for ten thousand bodies, and keeps no more than those in memory.
final class DamagedBodies {
  private static final int BATCH = 10_000;

  private final Store store;
  private final Consumer<String> wrong;
  private final Map<BlobHash, String> problems = new LinkedHashMap<>();
  private final Set<BlobHash> used = new HashSet<>();
  private long faults;

  DamagedBodies(Store store, Consumer<String> wrong) {
    this.store = store;
    this.wrong = wrong;
  }

  void add(DamagedBody body) {
    problems.put(body.hash(), body.problem());
    if (problems.size() == BATCH) {
      tell();
    }
  }

  /// Tells what is left.
  ///
  /// @return how many lines were told in all
  long finish() {
    if (!problems.isEmpty()) {
      tell();
    }
    return faults;
  }

  private void tell() {
    // What cannot be read here was told when the rows were checked.
    for (AccountId account : readable(StoreVerifier::accounts)) {
      piece((view, found) -> inAccount(view, account, found));
    }
    piece(this::inQueue);
    Findings unused = new Findings();
    problems.forEach(
        (hash, problem) -> {
          if (!used.contains(hash)) {
            unused.add(damaged("no message", hash));
          }
        });
    faults += unused.tell(wrong);
    problems.clear();
    used.clear();
  }

  private List<AccountId> readable(Read<List<AccountId>> read) {
    try {
      return store.read(read);
    } catch (StorageException failure) {
      ignoreDamage(failure);
      return List.of();
    }
  }

  private void piece(BiConsumer<View, Findings> look) {
    Findings found = new Findings();
    try {
      store.read(
          view -> {
            look.accept(view, found);
            return true;
          });
    } catch (StorageException failure) {
      ignoreDamage(failure);
    }
    faults += found.tell(wrong);
  }

  private static void ignoreDamage(StorageException failure) {
    if (!(failure.error() instanceof StorageError.Corrupt)) {
      throw failure;
    }
  }

  private String damaged(String what, BlobHash hash) {
    return "%s: body %s is damaged: %s".formatted(what, hash, problems.get(hash));
  }

  private void inAccount(View view, AccountId id, Findings found) {
    view.get(AccountRow.TABLE, id)
        .ifPresent(
            account -> {
              Map<EmailId, BlobHash> emails = new HashMap<>();
              view.forEach(
                  Scan.of(EmailRow.TABLE, KeyRange.prefix(id)),
                  email -> {
                    if (problems.containsKey(email.blob())) {
                      note(account, email, emails, found);
                    }
                    if (emails.size() == BATCH) {
                      messages(view, account, emails, found);
                      emails.clear();
                    }
                    return true;
                  });
              if (!emails.isEmpty()) {
                messages(view, account, emails, found);
              }
            });
  }

  private void note(
      AccountRow account, EmailRow email, Map<EmailId, BlobHash> emails, Findings found) {
    used.add(email.blob());
    if (email.refs() > 0) {
      emails.put(email.id(), email.blob());
    } else {
      found.add(damaged("account " + account.login() + ", an expunged message", email.blob()));
    }
  }

  private void messages(
      View view, AccountRow account, Map<EmailId, BlobHash> emails, Findings found) {
    Map<Long, MailboxRow> mailboxes = new HashMap<>();
    for (MailboxRow mailbox : view.scan(MailboxRow.TABLE, KeyRange.prefix(account.id()))) {
      mailboxes.put(mailbox.id().value(), mailbox);
    }
    for (MailboxRow mailbox : mailboxes.values()) {
      Map<BlobHash, UidList> uids = new LinkedHashMap<>();
      view.forEach(
          Scan.of(MessageRow.TABLE, KeyRange.prefix(mailbox.id())),
          message -> {
            BlobHash hash = emails.get(message.email());
            if (hash != null) {
              uids.computeIfAbsent(hash, _ -> new UidList()).add(message.uid());
            }
            return true;
          });
      String place = "account " + account.login() + ", " + name(mailbox, mailboxes);
      uids.forEach((hash, list) -> found.add(damaged(place + ", " + list, hash)));
    }
  }

  private static String name(MailboxRow mailbox, Map<Long, MailboxRow> mailboxes) {
    StringBuilder name = new StringBuilder(mailbox.leaf());
    MailboxRow above = mailboxes.get(mailbox.parent());
    for (int levels = 0; above != null && levels < MailboxName.MAX_DEPTH; levels++) {
      name.insert(0, above.leaf() + "/");
      above = mailboxes.get(above.parent());
    }
    return mailbox.state() == MailboxRow.State.DELETED ? "a deleted mailbox" : "mailbox " + name;
  }

  private void inQueue(View view, Findings found) {
    view.forEach(
        Scan.of(QueueEntryRow.TABLE, KeyRange.all()),
        entry -> {
          if (problems.containsKey(entry.blob())) {
            used.add(entry.blob());
            found.add(
                damaged("queue entry " + entry.id() + " to " + entry.recipient(), entry.blob()));
          }
          return true;
        });
  }
}
