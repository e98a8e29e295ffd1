package org.posthorn.storage.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps a store's [MetaTable]: checks the format at open, and keeps on disk a moment that no
/// identifier passes, so that identifiers stay unique when the clock was set back while the daemon
/// was down.
final class StoreKeeper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StoreKeeper.class);
  private static final Duration AHEAD = Duration.ofMinutes(10);
  private static final Duration PERIOD = Duration.ofMinutes(1);

  private final Store store;
  private final int node;
  private final Clock clock;
  private final ScheduledExecutorService scheduler;
  private Optional<IdGenerator> ids = Optional.empty();
  private String storeId = "";
  private boolean open;

  StoreKeeper(Store store, int node, Clock clock) {
    this.store = store;
    this.node = node;
    this.clock = clock;
    this.scheduler =
        Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().daemon().name("store-keeper").factory());
  }

  void open() {
    List<MetaTable.Row> rows = store.read(view -> view.scan(MetaTable.TABLE, KeyRange.all()));
    if (find(rows, MetaTable.TRANSFER).isPresent()) {
      throw new StorageException(
          new StorageError.Unavailable(
              "another store is being moved into this one and is not all there yet; run"
                  + " 'posthorn migrate' again"));
    }
    Optional<Integer> format = find(rows, MetaTable.FORMAT).map(StoreKeeper::checkFormat);
    storeId = find(rows, MetaTable.STORE_ID).orElseGet(() -> UUID.randomUUID().toString());
    Instant floor =
        find(rows, MetaTable.CLOCK_CEILING)
            .map(text -> Instant.ofEpochMilli(Long.parseLong(text)))
            .orElse(Instant.EPOCH);
    IdGenerator generator = new IdGenerator(node, clock, floor);
    ids = Optional.of(generator);
    format.ifPresent(found -> StoreFormat.migrate(store, found));
    writeFormat();
    raiseCeiling(generator, AHEAD);
    open = true;
    var _ =
        scheduler.scheduleWithFixedDelay(
            () -> tryRaise(AHEAD), PERIOD.toSeconds(), PERIOD.toSeconds(), TimeUnit.SECONDS);
  }

  private static Optional<String> find(List<MetaTable.Row> rows, String name) {
    return rows.stream()
        .filter(row -> row.name().equals(name))
        .map(MetaTable.Row::value)
        .findFirst();
  }

  private static int checkFormat(String stored) {
    int format = Integer.parseInt(stored);
    if (format > StoreFormat.CURRENT) {
      throw new StorageException(
          new StorageError.Unavailable(
              "the store has format %s, written by a newer Posthorn; this one reads up to %d"
                  .formatted(stored, StoreFormat.CURRENT)));
    }
    return format;
  }

  private void writeFormat() {
    store.run(
        Scopes.none(),
        tx -> {
          StoreFormat.write(tx, StoreFormat.CURRENT);
          tx.put(MetaTable.TABLE, new MetaTable.Row(MetaTable.STORE_ID, storeId));
        });
  }

  private void raiseCeiling(IdGenerator generator, Duration ahead) {
    Instant now = clock.instant();
    Instant latest = generator.latest().isAfter(now) ? generator.latest() : now;
    String ceiling = Long.toString(latest.plus(ahead).toEpochMilli());
    store.run(
        Scopes.none(),
        tx -> {
          tx.put(MetaTable.TABLE, new MetaTable.Row(MetaTable.CLOCK_CEILING, ceiling));
        });
  }

  IdGenerator ids() {
    return ids.orElseThrow(() -> new IllegalStateException("the store is not open"));
  }

  String storeId() {
    return storeId;
  }

  @Override
  public void close() {
    scheduler.shutdownNow();
    if (open && store.health().up()) {
      tryRaise(Duration.ZERO);
    }
    open = false;
  }

  private void tryRaise(Duration ahead) {
    try {
      raiseCeiling(ids(), ahead);
    } catch (StorageException failure) {
      log.atWarn().setCause(failure).log("the mark for identifiers was not written");
    }
  }
}
