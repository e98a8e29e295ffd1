package org.posthorn.storage.maintenance;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.posthorn.storage.change.AccountTransactions;
import org.posthorn.storage.engine.KeyRange;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.schema.AccountRow;
import org.posthorn.storage.schema.MailboxRow;
import org.posthorn.storage.state.StateStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sweeps in the background, and what the command line asks for. Thread-safe.
public final class Maintenance implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Maintenance.class);
  private static final Duration FIRST = Duration.ofMinutes(2);
  private static final Duration OFTEN = Duration.ofMinutes(10);
  private static final Duration RARELY = Duration.ofHours(24);
  private static final int STATE_ROWS = 1_000;

  private final Store store;
  private final AccountTransactions transactions;
  private final StateStore state;
  private final Clock clock;
  private final Windows windows;
  private final EmailSweep emails;
  private final BlobSweep blobs;
  private final ExpungedSweep expunged;
  private final ScheduledExecutorService thread =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("maintenance").factory());
  private volatile boolean stopping;

  /// How long things are kept.
  ///
  /// @param expunged the exact record of expunged UIDs
  /// @param undelete expunged emails
  /// @param blobs bodies that nothing uses
  public record Windows(Duration expunged, Duration undelete, Duration blobs) {}

  public Maintenance(
      Store store,
      AccountTransactions transactions,
      StateStore state,
      Clock clock,
      Windows windows) {
    this.store = store;
    this.transactions = transactions;
    this.state = state;
    this.clock = clock;
    this.windows = windows;
    this.emails = new EmailSweep(store);
    this.blobs = new BlobSweep(store, windows.blobs);
    this.expunged = new ExpungedSweep(store);
  }

  /// Begins to sweep now and then.
  public void start() {
    var _ =
        thread.scheduleWithFixedDelay(
            () -> quietly("sweep", this::sweep),
            FIRST.toSeconds(),
            OFTEN.toSeconds(),
            TimeUnit.SECONDS);
    var _ =
        thread.scheduleWithFixedDelay(
            () -> quietly("cut of expunged", this::cutExpunged),
            OFTEN.toSeconds(),
            RARELY.toSeconds(),
            TimeUnit.SECONDS);
  }

  private void quietly(String what, Runnable work) {
    try {
      work.run();
    } catch (RuntimeException failure) {
      if (!stopping) {
        log.atWarn().setCause(failure).addKeyValue("work", what).log("maintenance failed");
      }
    }
  }

  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /// Deletes what is due: emails, bodies, facts that have expired.
  public void sweep() {
    Instant now = now();
    while (!stopping && emails.step(now.minus(windows.undelete), now) > 0) {
      // The next batch.
    }
    while (!stopping && blobs.step(now) > 0) {
      // The next batch.
    }
    while (!stopping && state.sweep(now, STATE_ROWS) > 0) {
      // The next batch.
    }
  }

  /// Cuts the record of expunged UIDs where it is too old.
  public void cutExpunged() {
    expunged.run(now().minus(windows.expunged), () -> stopping);
  }

  /// Checks the store's files, every count and reference, then every stored body.
  ///
  /// @param wrong takes a line for each thing that is wrong, as it is found
  /// @return how many things are wrong
  public long verify(Progress progress, Consumer<String> wrong) {
    return StoreVerifier.verify(store, progress, wrong);
  }

  /// Gives every mailbox a new, higher UIDVALIDITY: after a restored backup, UIDs may be given
  /// again that clients know from before. To be called before anybody has a mailbox open.
  public void raiseUidValidities() {
    List<AccountId> accounts =
        store.read(view -> view.scan(AccountRow.TABLE, KeyRange.all())).stream()
            .map(AccountRow::id)
            .toList();
    for (AccountId account : accounts) {
      transactions.change(
          account,
          change -> {
            for (MailboxRow row : change.tx().scan(MailboxRow.TABLE, KeyRange.prefix(account))) {
              change.putMailbox(row.withUidValidity(change.nextUidValidity()));
            }
            return true;
          });
    }
  }

  /// Stops between two steps. Idempotent.
  @Override
  public void close() {
    stopping = true;
    thread.shutdownNow();
    try {
      if (!thread.awaitTermination(1, TimeUnit.MINUTES)) {
        log.atWarn().log("maintenance did not stop in time");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
