package org.posthorn.storage.job;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.posthorn.storage.engine.KeyRange;
import org.posthorn.storage.engine.Scopes;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.schema.JobRow;
import org.posthorn.storage.shared.Leases;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Runs jobs in the background, one after the other. Thread-safe.
public final class JobRunner implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(JobRunner.class);
  private static final long LOOK_SECONDS = 60;

  private final Store store;
  private final Map<JobRow.Kind, JobHandler> handlers;
  private final ExecutorService thread =
      Executors.newSingleThreadExecutor(Thread.ofVirtual().name("jobs").factory());
  private final Optional<Leases> leases;
  private final ScheduledExecutorService looker =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("abandoned-jobs").factory());
  private volatile boolean stopping;

  /// @param handlers one for each kind
  /// @param leases where several daemons share the store
  public JobRunner(Store store, Map<JobRow.Kind, JobHandler> handlers, Optional<Leases> leases) {
    this.store = store;
    this.leases = leases;
    this.handlers = Map.copyOf(handlers);
  }

  /// Takes up what an earlier process left: copies are undone before this returns, the rest is
  /// finished in the background. Where several daemons share the store, it takes up only what
  /// nobody works on, and goes on to look for that.
  public void recover() {
    takeUp();
    if (leases.isPresent()) {
      var _ =
          looker.scheduleWithFixedDelay(
              this::takeUpQuietly, LOOK_SECONDS, LOOK_SECONDS, TimeUnit.SECONDS);
    }
  }

  private void takeUpQuietly() {
    try {
      takeUp();
    } catch (StorageException failure) {
      log.atWarn().setCause(failure).log("it could not be seen whether jobs were left");
    }
  }

  private void takeUp() {
    List<JobRow> left = store.read(view -> view.scan(JobRow.TABLE, KeyRange.all()));
    for (JobRow job : left) {
      if (!mayTakeUp(job)) {
        continue;
      }
      log.atInfo()
          .addKeyValue("job", job.id())
          .addKeyValue("kind", job.kind())
          .addKeyValue("account", job.account())
          .log("taking up an interrupted job");
      if (job.kind() == JobRow.Kind.COPY || job.kind() == JobRow.Kind.UNDO_COPY) {
        run(job);
      } else {
        submit(job);
      }
    }
  }

  private boolean mayTakeUp(JobRow job) {
    return leases.isEmpty()
        || store.transact(Scopes.account(job.account()), tx -> Jobs.takeUp(tx, leases.get(), job));
  }

  /// Runs a job in the background.
  public void submit(JobRow job) {
    try {
      thread.execute(() -> run(job));
    } catch (RejectedExecutionException _) {
      // Going down: its row is found at the next start.
    }
  }

  private void run(JobRow job) {
    if (stopping) {
      return;
    }
    try {
      JobHandler handler = handlers.get(job.kind());
      if (handler == null) {
        throw new IllegalStateException("no handler for " + job.kind());
      }
      handler.run(job, () -> stopping);
    } catch (RuntimeException failure) {
      if (failure instanceof StorageException gone
          && gone.error() instanceof StorageError.Missing) {
        // The account was removed meanwhile; the job that purges it ends this one too.
        log.atInfo().addKeyValue("job", job.id()).log("a job's account is gone");
        return;
      }
      log.atError()
          .setCause(failure)
          .addKeyValue("job", job.id())
          .addKeyValue("kind", job.kind())
          .log("a job failed; it is taken up at the next start");
    }
  }

  /// Waits until everything submitted so far has been run.
  public void await() {
    try {
      thread.submit(() -> true).get();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } catch (java.util.concurrent.ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /// Lets the running job end its chunk; the rest waits for the next start.
  @Override
  public void close() {
    stopping = true;
    looker.shutdownNow();
    thread.shutdown();
    try {
      if (!thread.awaitTermination(1, TimeUnit.MINUTES)) {
        log.atWarn().log("a job did not stop in time");
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }
}
