package org.posthorn.storage.maintenance;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.posthorn.storage.engine.Engine.BodyCheck;
import org.posthorn.storage.engine.KeyRange;
import org.posthorn.storage.engine.Scan;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.engine.View;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.schema.AccountRow;
import org.posthorn.storage.schema.AddressRow;
import org.posthorn.storage.schema.BlobLinkRow;
import org.posthorn.storage.schema.BlobRow;
import org.posthorn.storage.schema.DomainRow;
import org.posthorn.storage.schema.EmailRow;
import org.posthorn.storage.schema.MailboxRow;
import org.posthorn.storage.schema.QueueEntryRow;
import org.posthorn.storage.schema.QueuePartitionRow;

/// Checks the files of rows, that rows agree with each other (counts, sums, uses, links), and every
/// stored body. May run while the daemon works. Where rows cannot be read, that is told, and the
/// rest is checked. Memory grows with the number of accounts only, by a few octets each.
public final class StoreVerifier {
  private final Store store;
  private final Progress progress;
  private final Consumer<String> wrong;
  private long faults;

  private StoreVerifier(Store store, Progress progress, Consumer<String> wrong) {
    this.store = store;
    this.progress = progress;
    this.wrong = wrong;
  }

  /// Checks everything.
  ///
  /// @param wrong takes a line for each thing that is wrong, as it is found
  /// @return how many things are wrong
  public static long verify(Store store, Progress progress, Consumer<String> wrong) {
    StoreVerifier verifier = new StoreVerifier(store, progress, wrong);
    verifier.files();
    verifier.rows();
    verifier.bodies();
    return verifier.faults;
  }

  private void tell(String line) {
    wrong.accept(line);
    faults++;
  }

  private void files() {
    progress.progress("files of rows", 0, 0);
    store.verifyFiles().forEach(this::tell);
  }

  private void rows() {
    List<AccountId> accounts = new ArrayList<>();
    piece("the list of accounts", (view, _) -> accounts.addAll(accounts(view)));
    for (int i = 0; i < accounts.size(); i++) {
      AccountId account = accounts.get(i);
      progress.progress("accounts", i, accounts.size());
      piece("account number " + account, (view, found) -> account(view, account, found));
    }
    progress.progress("accounts", accounts.size(), accounts.size());
    progress.progress("links", 0, 0);
    piece("the uses of bodies", StoreVerifier::links);
    progress.progress("queue", 0, 0);
    piece("the queue", StoreVerifier::queue);
    piece("the directory", StoreVerifier::directory);
  }

  /// Checks one piece at one moment.
  private void piece(String what, BiConsumer<View, Findings> check) {
    Findings found = new Findings();
    try {
      store.read(
          view -> {
            check.accept(view, found);
            return true;
          });
    } catch (StorageException failure) {
      if (!(failure.error() instanceof StorageError.Corrupt)) {
        throw failure;
      }
      found.add(what + " cannot be read: " + reason(failure));
    }
    faults += found.tell(wrong);
  }

  /// The engine's own words name the file.
  private static String reason(StorageException failure) {
    return Optional.ofNullable(failure.getCause())
        .map(Throwable::getMessage)
        .orElse(failure.error().message());
  }

  private void bodies() {
    DamagedBodies damaged = new DamagedBodies(store, wrong);
    long checked = 0;
    Optional<BlobHash> last = Optional.empty();
    try {
      do {
        progress.progress("bodies", checked, 0);
        BodyCheck check = store.verifyBodies(last);
        check.damaged().forEach(damaged::add);
        checked += check.checked();
        last = check.last();
      } while (last.isPresent());
    } catch (StorageException failure) {
      if (!(failure.error() instanceof StorageError.Corrupt)) {
        throw failure;
      }
      tell("the list of bodies cannot be read any further: " + reason(failure));
    }
    faults += damaged.finish();
  }

  /// The ids of all accounts.
  static List<AccountId> accounts(View view) {
    List<AccountId> accounts = new ArrayList<>();
    view.forEach(
        Scan.of(AccountRow.TABLE, KeyRange.all()),
        account -> {
          accounts.add(account.id());
          return true;
        });
    return accounts;
  }

  private static void account(View view, AccountId id, Findings found) {
    view.get(AccountRow.TABLE, id).ifPresent(row -> new AccountVerifier(view, row, found).run());
  }

  private static <R> long count(View view, Table<R> table, KeyRange range) {
    long[] count = {0};
    view.forEach(
        Scan.of(table, range),
        _ -> {
          count[0]++;
          return true;
        });
    return count[0];
  }

  /// Every email and queue entry is known to link its body; so as many links as those is enough.
  private static void links(View view, Findings found) {
    long[] links = {0, 0};
    view.forEach(
        Scan.of(BlobLinkRow.TABLE, KeyRange.all()),
        link -> {
          links[link.kind() == BlobLinkRow.Kind.QUEUE ? 1 : 0]++;
          if (view.get(BlobRow.TABLE, link.hash()).isEmpty()) {
            found.add("body " + link.hash() + " is linked and has no row");
          }
          return true;
        });
    long emails = count(view, EmailRow.TABLE, KeyRange.all());
    if (links[0] != emails) {
      found.add("%d emails, but %d links of emails".formatted(emails, links[0]));
    }
    long entries = count(view, QueueEntryRow.TABLE, KeyRange.all());
    if (links[1] != entries) {
      found.add("%d queue entries, but %d links of the queue".formatted(entries, links[1]));
    }
    view.forEach(
        Scan.of(BlobRow.TABLE, KeyRange.all()),
        blob -> {
          if (!view.hasBody(blob.hash())) {
            found.add("body " + blob.hash() + " has a row and is not stored");
          }
          return true;
        });
  }

  private static void queue(View view, Findings found) {
    for (QueuePartitionRow partition : view.scan(QueuePartitionRow.TABLE, KeyRange.all())) {
      long entries = count(view, QueueEntryRow.TABLE, KeyRange.prefix(partition.partition()));
      if (entries != partition.entries()) {
        found.add(
            "queue partition %d has %d entries, its row says %d"
                .formatted(partition.partition(), entries, partition.entries()));
      }
    }
    view.forEach(
        Scan.of(QueueEntryRow.TABLE, KeyRange.all()),
        entry -> {
          if (view.get(BlobLinkRow.TABLE, entry.blob(), BlobLinkRow.Kind.QUEUE, entry.id().value())
              .isEmpty()) {
            found.add("queue entry " + entry.id() + " does not link its body");
          }
          return true;
        });
  }

  private static void directory(View view, Findings found) {
    view.forEach(
        Scan.of(AddressRow.TABLE, KeyRange.all()),
        address -> {
          if (view.get(AccountRow.TABLE, address.account()).isEmpty()) {
            found.add("address " + address.address() + " has no account");
          }
          if (view.get(DomainRow.TABLE, address.domain()).isEmpty()) {
            found.add("address " + address.address() + " has no domain");
          }
          return true;
        });
    view.forEach(
        Scan.of(MailboxRow.TABLE, KeyRange.all()),
        mailbox -> {
          if (mailbox.parent() > 0 && !hasParent(view, mailbox)) {
            found.add("mailbox " + mailbox.id() + " has no mailbox above it");
          }
          return true;
        });
  }

  private static boolean hasParent(View view, MailboxRow mailbox) {
    Optional<MailboxRow> parent =
        view.get(MailboxRow.TABLE, mailbox.account(), new MailboxId(mailbox.parent()));
    return parent.isPresent() && parent.get().state() != MailboxRow.State.DELETED;
  }
}
