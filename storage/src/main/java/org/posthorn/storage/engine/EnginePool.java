package org.posthorn.storage.engine;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;

/// A bounded pool of platform threads on which the engine is called. Virtual threads wait for it
/// and never make a native call themselves. Thread-safe.
final class EnginePool implements AutoCloseable {
  /// How long the engine's calls that nobody waits for any more may go on at the close.
  private static final Duration LEFT_BEHIND = Duration.ofSeconds(2);

  private final ThreadPoolExecutor executor;

  /// What somebody waits for.
  private final Set<CompletableFuture<?>> waitedFor = ConcurrentHashMap.newKeySet();

  private volatile boolean gaveUp;

  EnginePool(String name, int threads, MeterRegistry registry) {
    AtomicInteger count = new AtomicInteger();
    executor =
        new ThreadPoolExecutor(
            threads,
            threads,
            0,
            TimeUnit.SECONDS,
            new LinkedBlockingQueue<>(),
            task -> new EngineThread(task, "store-" + name + '-' + count.incrementAndGet()));
    Gauge.builder("posthorn.store.pool.queue", executor, pool -> pool.getQueue().size())
        .tag("pool", name)
        .description("Closures waiting for a thread")
        .register(registry);
    Gauge.builder("posthorn.store.pool.active", executor, ThreadPoolExecutor::getActiveCount)
        .tag("pool", name)
        .description("Threads at work")
        .register(registry);
  }

  /// Whether the current thread is one of a pool of a store.
  static boolean inside() {
    return Thread.currentThread() instanceof EngineThread;
  }

  /// Queues a task.
  ///
  /// @param done what it completes
  void execute(Runnable task, CompletableFuture<?> done) {
    waitedFor.add(done);
    var _ = done.whenComplete((_, _) -> waitedFor.remove(done));
    try {
      executor.execute(task);
    } catch (RejectedExecutionException _) {
      waitedFor.remove(done);
      throw closed();
    }
    if (gaveUp) {
      done.completeExceptionally(closed());
    }
  }

  private static StorageException closed() {
    return new StorageException(new StorageError.Unavailable("the store is closed"));
  }

  /// Takes nothing new, and has all who wait fail now; what is at work is left to itself.
  void giveUp() {
    gaveUp = true;
    executor.shutdown();
    waitedFor.forEach(done -> done.completeExceptionally(closed()));
  }

  /// Runs a task on the pool and waits; on the current thread if that is a pool thread.
  <T> T call(Supplier<T> task) {
    return inside() ? task.get() : await(start(task));
  }

  /// Has a task run on the pool, whatever thread calls.
  <T> CompletableFuture<T> start(Supplier<T> task) {
    CompletableFuture<T> done = new CompletableFuture<>();
    execute(
        () -> {
          try {
            done.complete(task.get());
          } catch (Throwable failure) {
            done.completeExceptionally(failure);
          }
        },
        done);
    return done;
  }

  /// Waits, whatever interrupts, and throws what the task threw.
  static <T> T await(CompletableFuture<T> done) {
    try {
      return done.join();
    } catch (CompletionException failure) {
      switch (failure.getCause()) {
        case RuntimeException cause -> throw cause;
        case Error cause -> throw cause;
        case null, default -> throw failure;
      }
    }
  }

  /// Finishes what is queued, unless it was given up; nothing new is taken.
  @Override
  public void close() {
    executor.shutdown();
    boolean interrupted = false;
    while (true) {
      try {
        if (executor.awaitTermination(LEFT_BEHIND.toMillis(), TimeUnit.MILLISECONDS) || gaveUp) {
          break;
        }
      } catch (InterruptedException _) {
        interrupted = true;
      }
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class EngineThread extends Thread {
    EngineThread(Runnable task, String name) {
      super(task, name);
      setDaemon(true);
    }
  }
}
