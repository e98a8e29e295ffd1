package org.posthorn.auth.dkim;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// The keys that one message needs, looked for on virtual threads while the rest of the message
/// comes. For one thread.
public final class KeyLookups {
  private final KeyFinder finder;
  private final Duration patience;
  private final Map<String, FutureTask<KeyAnswer>> started = new HashMap<>();

  /// When waiting ends; set when it begins.
  private OptionalLong deadline = OptionalLong.empty();

  /// @param patience how long keys are waited for, all together, from the first [#get] on
  public KeyLookups(KeyFinder finder, Duration patience) {
    this.finder = finder;
    this.patience = patience;
  }

  /// Starts to look for a key, unless it is looked for already.
  public void start(String name) {
    started.computeIfAbsent(
        name,
        _ -> {
          FutureTask<KeyAnswer> task = new FutureTask<>(() -> finder.find(name));
          Thread.ofVirtual().name("dkim-key").start(task);
          return task;
        });
  }

  /// The key, waiting for it.
  public KeyAnswer get(String name) {
    start(name);
    long now = System.nanoTime();
    if (deadline.isEmpty()) {
      deadline = OptionalLong.of(now + patience.toNanos());
    }
    FutureTask<KeyAnswer> task = started.get(name);
    if (task == null) {
      throw new IllegalStateException("just started");
    }
    try {
      return task.get(deadline.getAsLong() - now, TimeUnit.NANOSECONDS);
    } catch (TimeoutException _) {
      return new KeyAnswer.Unusable(SignatureFault.temporary("the DNS does not answer in time"));
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
      return new KeyAnswer.Unusable(SignatureFault.temporary("interrupted"));
    } catch (ExecutionException e) {
      throw new IllegalStateException("looking for a key failed", e.getCause());
    }
  }
}
