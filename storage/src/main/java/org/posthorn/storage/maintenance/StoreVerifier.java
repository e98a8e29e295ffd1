package org.posthorn.storage.maintenance;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.posthorn.storage.engine.KeyRange;
import org.posthorn.storage.engine.Scan;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.engine.View;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.schema.AccountRow;
import org.posthorn.storage.schema.AddressRow;
import org.posthorn.storage.schema.BlobLinkRow;
import org.posthorn.storage.schema.BlobRow;
import org.posthorn.storage.schema.DomainRow;
import org.posthorn.storage.schema.EmailRow;
import org.posthorn.storage.schema.MailboxRow;
import org.posthorn.storage.schema.QueueEntryRow;
import org.posthorn.storage.schema.QueuePartitionRow;

/// Checks that rows agree with each other: counts, sums, uses, links and bodies. May run while the
/// daemon works; reads everything but the bodies' bytes, which the engine checks.
public final class StoreVerifier {
  private final Store store;
  private final List<String> problems = new ArrayList<>();

  private StoreVerifier(Store store) {
    this.store = store;
  }

  /// Checks all rows.
  ///
  /// @return a line for each thing that is wrong
  public static List<String> verify(Store store, Progress progress) {
    return new StoreVerifier(store).run(progress);
  }

  private List<String> run(Progress progress) {
    List<AccountId> accounts =
        store.read(view -> view.scan(AccountRow.TABLE, KeyRange.all())).stream()
            .map(AccountRow::id)
            .toList();
    for (int i = 0; i < accounts.size(); i++) {
      AccountId account = accounts.get(i);
      progress.progress("accounts", i, accounts.size());
      problems.addAll(store.read(view -> account(view, account)));
    }
    progress.progress("accounts", accounts.size(), accounts.size());
    progress.progress("links", 0, 0);
    problems.addAll(store.read(StoreVerifier::links));
    progress.progress("queue", 0, 0);
    problems.addAll(store.read(StoreVerifier::queue));
    problems.addAll(store.read(StoreVerifier::directory));
    return List.copyOf(problems);
  }

  private static List<String> account(View view, AccountId id) {
    List<String> found = new ArrayList<>();
    view.get(AccountRow.TABLE, id).ifPresent(row -> new AccountVerifier(view, row, found).run());
    return found;
  }

  private static <R> long count(View view, Table<R> table) {
    long[] count = {0};
    view.forEach(
        Scan.of(table, KeyRange.all()),
        _ -> {
          count[0]++;
          return true;
        });
    return count[0];
  }

  /// Every email and queue entry is known to link its body; so as many links as those is enough.
  private static List<String> links(View view) {
    List<String> found = new ArrayList<>();
    long[] links = {0, 0};
    Set<Object> missing = new HashSet<>();
    view.forEach(
        Scan.of(BlobLinkRow.TABLE, KeyRange.all()),
        link -> {
          links[link.kind() == BlobLinkRow.Kind.QUEUE ? 1 : 0]++;
          if (view.get(BlobRow.TABLE, link.hash()).isEmpty()) {
            missing.add(link.hash());
          }
          return true;
        });
    missing.forEach(hash -> found.add("body " + hash + " is linked and has no row"));
    long emails = count(view, EmailRow.TABLE);
    if (links[0] != emails) {
      found.add("%d emails, but %d links of emails".formatted(emails, links[0]));
    }
    long entries = count(view, QueueEntryRow.TABLE);
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
    return found;
  }

  private static List<String> queue(View view) {
    List<String> found = new ArrayList<>();
    for (QueuePartitionRow partition : view.scan(QueuePartitionRow.TABLE, KeyRange.all())) {
      long entries = view.scan(QueueEntryRow.TABLE, KeyRange.prefix(partition.partition())).size();
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
    return found;
  }

  private static List<String> directory(View view) {
    List<String> found = new ArrayList<>();
    for (AddressRow address : view.scan(AddressRow.TABLE, KeyRange.all())) {
      if (view.get(AccountRow.TABLE, address.account()).isEmpty()) {
        found.add("address " + address.address() + " has no account");
      }
      if (view.get(DomainRow.TABLE, address.domain()).isEmpty()) {
        found.add("address " + address.address() + " has no domain");
      }
    }
    view.forEach(
        Scan.of(MailboxRow.TABLE, KeyRange.all()),
        mailbox -> {
          if (mailbox.parent() > 0 && !hasParent(view, mailbox)) {
            found.add("mailbox " + mailbox.id() + " has no mailbox above it");
          }
          return true;
        });
    return found;
  }

  private static boolean hasParent(View view, MailboxRow mailbox) {
    Optional<MailboxRow> parent =
        view.get(MailboxRow.TABLE, mailbox.account(), new MailboxId(mailbox.parent()));
    return parent.isPresent() && parent.get().state() != MailboxRow.State.DELETED;
  }
}
