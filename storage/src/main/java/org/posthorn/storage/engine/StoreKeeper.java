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
import java.util.stream.Stream;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps a store's [MetaTable]: checks the format at open, holds this daemon's node number, and
/// keeps on disk a moment that no identifier passes, so that identifiers stay unique when the clock
/// was set back while the daemon was down.
final class StoreKeeper implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(StoreKeeper.class);
  private static final Duration AHEAD = Duration.ofMinutes(10);
  private static final Duration PERIOD = Duration.ofMinutes(1);

  private final Store store;
  private final NodeNumber node;
  private final Clock clock;
  private final ScheduledExecutorService scheduler;
  private volatile Optional<Numbers> numbers = Optional.empty();
  private String storeId = "";
  private boolean open;

  /// What identifiers are made with, and until when.
  private record Numbers(int node, IdGenerator ids, Instant until) {}

  StoreKeeper(Store store, NodeNumber node, Clock clock) {
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
    numbers = take(rows);
    format.ifPresent(found -> StoreFormat.migrate(store, found));
    storeId = writeFormat();
    raise(AHEAD);
    open = true;
    var _ =
        scheduler.scheduleWithFixedDelay(
            this::tryRaise, PERIOD.toSeconds(), PERIOD.toSeconds(), TimeUnit.SECONDS);
  }

  private Optional<Numbers> take(List<MetaTable.Row> rows) {
    return switch (node) {
      case NodeNumber.Fixed(int number) -> {
        // The second is there where the store was moved here from daemons that leased numbers.
        Instant floor =
            Stream.of(MetaTable.CLOCK_CEILING, NodeLease.CEILING + number)
                .flatMap(name -> find(rows, name).stream())
                .map(text -> Instant.ofEpochMilli(Long.parseLong(text)))
                .max(Instant::compareTo)
                .orElse(Instant.EPOCH);
        IdGenerator ids = new IdGenerator(number, clock, floor);
        yield Optional.of(new Numbers(number, ids, Instant.MAX));
      }
      case NodeNumber.Leased(String instance) -> Optional.of(lease(new NodeLease(store, instance)));
      case NodeNumber.Borrowed _ -> Optional.empty();
    };
  }

  private Numbers lease(NodeLease lease) {
    Instant now = clock.instant();
    NodeLease.Held held = lease.take(now);
    log.atInfo().addKeyValue("node", held.number()).log("identifiers carry this node number");
    IdGenerator ids = new IdGenerator(held.number(), clock, held.floor());
    return new Numbers(held.number(), ids, now.plus(NodeLease.TERM).minus(NodeLease.MARGIN));
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

  /// @return the store's id, made now if it has none
  private String writeFormat() {
    return store.transact(
        Scopes.none(),
        tx -> {
          StoreFormat.write(tx, StoreFormat.CURRENT);
          String id =
              tx.get(MetaTable.TABLE, MetaTable.STORE_ID)
                  .map(MetaTable.Row::value)
                  .orElseGet(() -> UUID.randomUUID().toString());
          tx.put(MetaTable.TABLE, new MetaTable.Row(MetaTable.STORE_ID, id));
          return id;
        });
  }

  private void raise(Duration ahead) {
    // What is borrowed its owner keeps.
    numbers.ifPresent(now -> raise(now, latest(now).plus(ahead)));
  }

  private void raise(Numbers now, Instant ceiling) {
    switch (node) {
      case NodeNumber.Fixed _ ->
          store.run(
              Scopes.none(),
              tx -> {
                String text = Long.toString(ceiling.toEpochMilli());
                tx.put(MetaTable.TABLE, new MetaTable.Row(MetaTable.CLOCK_CEILING, text));
              });
      case NodeNumber.Leased(String instance) ->
          renew(new NodeLease(store, instance), now, ceiling);
      case NodeNumber.Borrowed _ -> {}
    }
  }

  private Instant latest(Numbers of) {
    Instant now = clock.instant();
    return of.ids.latest().isAfter(now) ? of.ids.latest() : now;
  }

  private void renew(NodeLease lease, Numbers held, Instant ceiling) {
    Instant now = clock.instant();
    if (lease.renew(held.node, now, ceiling)) {
      Instant until = now.plus(NodeLease.TERM).minus(NodeLease.MARGIN);
      numbers = Optional.of(new Numbers(held.node, held.ids, until));
    } else {
      log.atWarn().addKeyValue("node", held.node).log("another daemon has this node number now");
      numbers = Optional.of(lease(lease));
    }
  }

  /// @throws StorageException `Unavailable` while it is not certain that the number is still ours
  IdGenerator ids() {
    if (node instanceof NodeNumber.Borrowed(Store other)) {
      return other.ids();
    }
    Numbers now = numbers.orElseThrow(() -> new IllegalStateException("the store is not open"));
    if (!clock.instant().isBefore(now.until)) {
      throw new StorageException(
          new StorageError.Unavailable("the lease of this daemon's node number has run out"));
    }
    return now.ids;
  }

  String storeId() {
    return storeId;
  }

  @Override
  public void close() {
    scheduler.shutdownNow();
    if (open && store.health().up()) {
      quietly(this::end);
    }
    open = false;
  }

  private void end() {
    switch (node) {
      case NodeNumber.Fixed _ -> raise(Duration.ZERO);
      case NodeNumber.Leased(String instance) -> {
        Numbers held = numbers.orElseThrow();
        new NodeLease(store, instance).release(held.node, clock.instant(), latest(held));
      }
      case NodeNumber.Borrowed _ -> {}
    }
  }

  private void tryRaise() {
    quietly(() -> raise(AHEAD));
  }

  private static void quietly(Runnable work) {
    try {
      work.run();
    } catch (StorageException failure) {
      log.atWarn().setCause(failure).log("the mark for identifiers was not written");
    }
  }
}
