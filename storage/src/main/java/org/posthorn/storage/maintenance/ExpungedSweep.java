package org.posthorn.storage.maintenance;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.posthorn.storage.engine.KeyRange;
import org.posthorn.storage.engine.Scan;
import org.posthorn.storage.engine.Scopes;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.engine.Transaction;
import org.posthorn.storage.engine.View;
import org.posthorn.storage.schema.ExpungedRow;
import org.posthorn.storage.schema.MailboxRow;

/// Cuts the exact record of expunges and raises the mailbox's floor: below it, VANISHED names every
/// UID that is absent (RFC 7162 §3.2.5 allows that).
final class ExpungedSweep {
  private static final int PAGE = 500;
  private static final int CHUNK = 1_000;

  private final Store store;

  ExpungedSweep(Store store) {
    this.store = store;
  }

  /// Mailboxes of a page whose record begins too early, and the page's last mailbox.
  private record Page(List<MailboxRow> due, Optional<MailboxRow> last) {}

  /// Goes through all mailboxes.
  void run(Instant before, BooleanSupplier stopping) {
    KeyRange range = KeyRange.all();
    while (!stopping.getAsBoolean()) {
      KeyRange next = range;
      Page page = store.read(view -> page(view, next, before));
      for (MailboxRow mailbox : page.due) {
        boolean more = true;
        while (more && !stopping.getAsBoolean()) {
          more = store.transact(Scopes.account(mailbox.account()), tx -> cut(tx, mailbox, before));
        }
      }
      if (page.last.isEmpty()) {
        return;
      }
      range = KeyRange.prefix().after(page.last.get().account(), page.last.get().id());
    }
  }

  private static Page page(View view, KeyRange range, Instant before) {
    List<MailboxRow> rows = view.scan(Scan.of(MailboxRow.TABLE, range).limit(PAGE));
    List<MailboxRow> due = new ArrayList<>();
    for (MailboxRow row : rows) {
      view.first(Scan.of(ExpungedRow.TABLE, KeyRange.prefix(row.id())))
          .filter(oldest -> oldest.expungedAt().isBefore(before))
          .ifPresent(_ -> due.add(row));
    }
    return new Page(due, rows.size() == PAGE ? Optional.of(rows.getLast()) : Optional.empty());
  }

  /// Cuts a piece; says whether there may be more.
  private static boolean cut(Transaction tx, MailboxRow mailbox, Instant before) {
    Optional<MailboxRow> row = tx.get(MailboxRow.TABLE, mailbox.account(), mailbox.id());
    if (row.isEmpty()) {
      return false;
    }
    List<ExpungedRow> old =
        tx.scan(Scan.of(ExpungedRow.TABLE, KeyRange.prefix(mailbox.id())).limit(CHUNK)).stream()
            .filter(expunged -> expunged.expungedAt().isBefore(before))
            .toList();
    if (old.isEmpty()) {
      return false;
    }
    old.forEach(e -> tx.delete(ExpungedRow.TABLE, e.mailbox(), e.modSeq(), e.uid()));
    long floor = Math.max(row.get().vanishedFloor(), old.getLast().modSeq());
    tx.put(MailboxRow.TABLE, row.get().withVanishedFloor(floor));
    return old.size() == CHUNK;
  }
}
