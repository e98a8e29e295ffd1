package org.posthorn.smtp.outbound.queue;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.posthorn.smtp.outbound.RecipientResult.Trouble;
import org.posthorn.smtp.outbound.queue.QueueFeed.Look;
import org.posthorn.smtp.outbound.queue.Schedule.Pick;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.queue.MailQueue;
import org.posthorn.storage.queue.QueueRef;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has what is due in the queue tried, each attempt on a virtual thread of its own, as many at one
/// time as are allowed. Thread-safe.
///
/// One thread feeds the [Schedule] from the store and starts what is next; entries that this
/// process queues are announced to it at once. Another daemon on the same store may do the same:
/// leases keep the two apart.
public final class QueueWorker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(QueueWorker.class);
  private static final Duration LOOK = Duration.ofSeconds(1);

  /// Destinations that are fed before others get their turn.
  private static final int FED_AT_ONCE = 8;

  private static final Duration COUNT = Duration.ofSeconds(10);

  private final MailQueue queue;
  private final ItemRunner runner;
  private final LeaseKeeper keeper;
  private final QueueMetrics metrics;
  private final Clock clock;
  private final int maxRunning;

  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  /// Guarded by the lock, like all fields below.
  private final Schedule schedule;

  private final List<QueueRef> missed = new ArrayList<>();
  private final Set<Thread> attempts = new HashSet<>();
  private boolean poked;
  private boolean looking;
  private boolean closing;
  private Instant looked = Instant.MIN;

  /// Whether the last look found more than the window could take.
  private boolean full;

  /// For the feeding thread alone.
  private final QueueFeed feed;

  private Instant counted = Instant.MIN;

  private final Thread thread = Thread.ofVirtual().name("queue").unstarted(this::work);

  QueueWorker(
      MailQueue queue,
      Schedule schedule,
      ItemRunner runner,
      LeaseKeeper keeper,
      QueueMetrics metrics,
      Clock clock,
      int maxRunning) {
    this.queue = queue;
    this.schedule = schedule;
    this.runner = runner;
    this.keeper = keeper;
    this.metrics = metrics;
    this.clock = clock;
    this.maxRunning = maxRunning;
    this.feed = new QueueFeed(queue);
  }

  /// Begins to work.
  public void start() {
    queue.onNew(this::announced);
    keeper.start();
    thread.start();
  }

  /// Something new is in the queue: called on the thread that committed it.
  private void announced(List<QueueRef> refs) {
    Instant now = clock.instant();
    lock.lock();
    try {
      for (QueueRef ref : refs) {
        if (!ref.dueAt().isAfter(now) && schedule.offer(ref) == Schedule.Taken.NO) {
          missed.add(ref);
        }
      }
      poke();
    } finally {
      lock.unlock();
    }
  }

  private void poke() {
    poked = true;
    changed.signalAll();
  }

  /// Looks at the queue now, whenever it would have done so.
  public void wake() {
    lock.lock();
    try {
      looked = Instant.MIN;
      poke();
    } finally {
      lock.unlock();
    }
  }

  /// Whether everything that is due has been tried. What becomes due or new later does not count.
  public boolean isIdle() {
    lock.lock();
    try {
      return attempts.isEmpty()
          && schedule.waiting() == 0
          && !schedule.isHungry()
          && missed.isEmpty()
          && !looking
          && !looked.isBefore(clock.instant());
    } finally {
      lock.unlock();
    }
  }

  /// Waits until something happens, for so long at most.
  void awaitChange(Duration most) throws InterruptedException {
    lock.lock();
    try {
      boolean _ = changed.await(most.toMillis(), TimeUnit.MILLISECONDS);
    } finally {
      lock.unlock();
    }
  }

  private void work() {
    boolean told = false;
    while (!isClosing()) {
      try {
        Instant now = clock.instant();
        look(now);
        dispatch(now);
        count(now);
        if (told) {
          told = false;
          LOG.atInfo().log("the queue can be read again");
        }
      } catch (StorageException e) {
        (told ? LOG.atDebug() : LOG.atWarn())
            .addKeyValue("reason", e.error().message())
            .log("the queue cannot be read");
        told = true;
      } catch (RuntimeException e) {
        LOG.atError().setCause(e).log("the queue stumbled");
      }
      rest();
    }
  }

  private boolean isClosing() {
    lock.lock();
    try {
      return closing;
    } finally {
      lock.unlock();
    }
  }

  /// Has the window filled up. What is hungry goes first: it was passed over before.
  private void look(Instant now) {
    boolean time;
    List<String> hungry;
    int before;
    lock.lock();
    try {
      missed.forEach(feed::missed);
      missed.clear();
      time =
          looked.equals(Instant.MIN)
              || !now.isBefore(looked.plus(LOOK))
              || (full && schedule.hasRoom());
      hungry = schedule.hungry(FED_AT_ONCE);
      before = schedule.waiting();
      looking = time || !hungry.isEmpty();
      poked = false;
    } finally {
      lock.unlock();
    }
    Optional<Look> look = Optional.empty();
    try {
      for (String destination : hungry) {
        feed(destination, now);
      }
      if (time) {
        look = Optional.of(feed.look(now, this::offer));
      }
    } finally {
      looked(look, now, before);
    }
  }

  private void feed(String destination, Instant now) {
    boolean more = feed.feed(destination, now, this::offer);
    lock.lock();
    try {
      schedule.fed(destination, more);
    } finally {
      lock.unlock();
    }
  }

  /// @param look how far the look came; empty where there was none, or it failed
  /// @param before what waited in the window when it began
  private void looked(Optional<Look> look, Instant now, int before) {
    lock.lock();
    try {
      looking = false;
      if (look.isPresent()) {
        boolean part = look.get() == Look.PART;
        looked = part ? Instant.MIN : now;
        full = look.get() == Look.FULL;
        poked |= part;
      }
      poked |= schedule.isHungry() && schedule.waiting() > before;
      changed.signalAll();
    } finally {
      lock.unlock();
    }
  }

  private Schedule.Taken offer(QueueRef ref) {
    lock.lock();
    try {
      return schedule.offer(ref);
    } finally {
      lock.unlock();
    }
  }

  /// Starts what may be tried now.
  private void dispatch(Instant now) {
    lock.lock();
    try {
      while (!closing && attempts.size() < maxRunning) {
        Optional<Pick> pick = schedule.next(now);
        if (pick.isEmpty()) {
          return;
        }
        Thread attempt =
            Thread.ofVirtual()
                .name("queue-" + pick.get().destination())
                .unstarted(() -> run(pick.get()));
        attempts.add(attempt);
        attempt.start();
      }
    } finally {
      lock.unlock();
    }
  }

  private void run(Pick pick) {
    try {
      runner.run(pick, new Health(pick.destination()));
    } catch (StorageException e) {
      LOG.atWarn()
          .addKeyValue("destination", pick.destination())
          .addKeyValue("reason", e.error().message())
          .log("an attempt could not be written down; it is made again later");
    } catch (RuntimeException e) {
      LOG.atError().setCause(e).log("an attempt failed unexpectedly; it is made again later");
    } finally {
      ended(pick);
    }
  }

  private void ended(Pick pick) {
    lock.lock();
    try {
      schedule.ended(pick, clock.instant());
      attempts.remove(Thread.currentThread());
      poke();
    } finally {
      lock.unlock();
    }
  }

  /// What an attempt tells the schedule about its destination.
  final class Health {
    private final String destination;
    private final Instant begun = clock.instant();

    private Health(String destination) {
      this.destination = destination;
    }

    /// Somebody answered.
    void reached() {
      lock.lock();
      try {
        schedule.reached(destination);
      } finally {
        lock.unlock();
      }
    }

    /// Nobody could be reached.
    ///
    /// @return when the destination may be asked again
    Instant unreachable(Trouble why) {
      lock.lock();
      try {
        return schedule.unreachable(destination, why, begun, clock.instant());
      } finally {
        lock.unlock();
      }
    }

    /// Whether more is due for the destination.
    boolean moreWaits() {
      lock.lock();
      try {
        return schedule.hasMore(destination);
      } finally {
        lock.unlock();
      }
    }

    /// Whether the worker ends, so that failures are no news about the destination.
    boolean isInterrupted() {
      return isClosing();
    }
  }

  private void count(Instant now) {
    lock.lock();
    try {
      metrics.window(attempts.size(), schedule.waiting(), schedule.lanes(), schedule.blocked(now));
    } finally {
      lock.unlock();
    }
    if (!now.isBefore(counted.equals(Instant.MIN) ? now : counted.plus(COUNT))) {
      counted = now;
      metrics.totals(queue.totals(), now);
      lock.lock();
      try {
        schedule.tidy(now);
      } finally {
        lock.unlock();
      }
    }
  }

  private void rest() {
    lock.lock();
    try {
      if (!poked && !closing) {
        boolean _ = changed.await(LOOK.toMillis(), TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException _) {
      closing = true;
    } finally {
      lock.unlock();
    }
  }

  /// Starts nothing more, and lets attempts finish for a while.
  public void finish(Duration grace) {
    lock.lock();
    try {
      closing = true;
      changed.signalAll();
      long left = grace.toNanos();
      while (!attempts.isEmpty() && left > 0) {
        left = changed.awaitNanos(left);
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
  }

  /// The same, then breaks off the rest: they are made again after the next start. Idempotent.
  public void close(Duration grace) {
    finish(grace);
    lock.lock();
    try {
      attempts.forEach(Thread::interrupt);
      while (!attempts.isEmpty()) {
        changed.await();
      }
      if (!thread.getState().equals(Thread.State.NEW)) {
        lock.unlock();
        try {
          thread.join();
        } finally {
          lock.lock();
        }
      }
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    } finally {
      lock.unlock();
    }
    keeper.close();
  }

  @Override
  public void close() {
    close(Duration.ofSeconds(5));
  }
}
