package org.posthorn.storage.shard;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One shard, open or not: it is opened as soon as it can be reached, and looked after from then
/// on.
/// Thread-safe.
final class Shard implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Shard.class);
  private static final Duration PERIOD = Duration.ofSeconds(1);

  private final ShardSource source;
  private final Store home;
  private final ScheduledExecutorService keeper;
  private volatile Optional<MailHost> host = Optional.empty();
  private volatile boolean down;
  private volatile long downSince;
  private boolean closed;

  Shard(ShardSource source, Store home) {
    this.source = source;
    this.home = home;
    this.keeper =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("shard-" + source.name()).factory());
  }

  String name() {
    return source.name();
  }

  /// Opens it if it can be reached; if not, it is tried again every second.
  ///
  /// @throws StorageException where it can be reached and is not this shard
  void start() {
    look();
    var _ =
        keeper.scheduleWithFixedDelay(
            this::lookQuietly, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
  }

  /// Its services.
  ///
  /// @throws StorageException `Unavailable` where it was never reached, or has been gone for longer
  ///     than anybody should wait
  MailHost host() {
    if (down && System.nanoTime() - downSince > source.patience().toNanos()) {
      throw unavailable();
    }
    return host.orElseThrow(this::unavailable);
  }

  private StorageException unavailable() {
    return new StorageException(
        new StorageError.Unavailable("the database with this account's mail cannot be reached"));
  }

  /// Whether it works, as far as is known.
  boolean isUp() {
    return host.isPresent() && !down;
  }

  private void lookQuietly() {
    try {
      look();
    } catch (RuntimeException failure) {
      log.atError().setCause(failure).addKeyValue("shard", name()).log("a shard cannot be opened");
    }
  }

  private void look() {
    if (host.isEmpty()) {
      tryOpen();
    } else {
      Engine.Health health = host.get().store().health();
      note(health.up(), health.message());
    }
  }

  private void tryOpen() {
    try {
      MailHost opened = source.opener().open(home);
      try {
        ShardMark.claim(opened.store(), home.id(), name());
      } catch (RuntimeException failure) {
        opened.close();
        throw failure;
      }
      take(opened);
      note(true, "");
    } catch (StorageException failure) {
      if (!failure.error().temporary()) {
        throw failure;
      }
      note(false, failure.error().message());
    }
  }

  private synchronized void take(MailHost opened) {
    if (closed) {
      opened.close();
    } else {
      host = Optional.of(opened);
    }
  }

  private void note(boolean up, String why) {
    if (up == !down) {
      return;
    }
    down = !up;
    if (up) {
      log.atInfo().addKeyValue("shard", name()).log("a shard is there again");
    } else {
      downSince = System.nanoTime();
      log.atWarn()
          .addKeyValue("shard", name())
          .addKeyValue("reason", why)
          .log("a shard cannot be reached: its accounts wait");
    }
  }

  void giveUp() {
    host.ifPresent(opened -> opened.store().giveUp());
  }

  @Override
  public void close() {
    keeper.shutdown();
    synchronized (this) {
      closed = true;
    }
    host.ifPresent(MailHost::close);
  }
}
