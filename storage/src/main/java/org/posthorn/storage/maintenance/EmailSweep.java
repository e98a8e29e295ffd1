package org.posthorn.storage.maintenance;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.posthorn.storage.change.Bodies;
import org.posthorn.storage.engine.KeyRange;
import org.posthorn.storage.engine.Scan;
import org.posthorn.storage.engine.Scopes;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.engine.Transaction;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.schema.BlobLinkRow;
import org.posthorn.storage.schema.EmailPurgeRow;
import org.posthorn.storage.schema.EmailRow;

/// Deletes emails that no message has shown for as long as they can be brought back.
final class EmailSweep {
  private static final int BATCH = 500;

  private final Store store;

  EmailSweep(Store store) {
    this.store = store;
  }

  /// Deletes a batch.
  ///
  /// @param orphanedBefore emails orphaned before this moment go
  /// @return how many entries of the worklist were dealt with; 0 when it is done
  int step(Instant orphanedBefore, Instant now) {
    List<EmailPurgeRow> due =
        store.read(
            view ->
                view.scan(
                    Scan.of(EmailPurgeRow.TABLE, KeyRange.prefix().before(orphanedBefore))
                        .limit(BATCH)));
    Map<AccountId, List<EmailPurgeRow>> byAccount =
        due.stream().collect(Collectors.groupingBy(EmailPurgeRow::account));
    byAccount.forEach(
        (account, rows) ->
            store.run(Scopes.account(account), tx -> rows.forEach(row -> delete(tx, row, now))));
    return due.size();
  }

  private static void delete(Transaction tx, EmailPurgeRow due, Instant now) {
    Optional<EmailRow> email = tx.get(EmailRow.TABLE, due.account(), due.email());
    boolean orphan =
        email.isPresent() && email.get().orphanedAt().equals(Optional.of(due.orphanedAt()));
    if (orphan) {
      Bodies.unlink(tx, email.get().blob(), BlobLinkRow.Kind.EMAIL, due.email().value(), now);
      tx.delete(EmailRow.TABLE, due.account(), due.email());
    }
    tx.delete(EmailPurgeRow.TABLE, due.orphanedAt(), due.account(), due.email());
  }
}
