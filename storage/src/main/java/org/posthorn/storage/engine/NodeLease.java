package org.posthorn.storage.engine;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;

/// Leases a node number: a row of [MetaTable] says who has it and until when.
///
/// A daemon that comes back takes the number it had. The number of one that does not come back is
/// free an hour after its last renewal. Clocks of daemons may differ by minutes. One thread.
final class NodeLease {
  static final Duration TERM = Duration.ofHours(1);

  /// The daemon stops making identifiers so long before others may think the number free.
  static final Duration MARGIN = Duration.ofMinutes(10);

  private static final String ROW = MetaTable.NODE;
  static final String CEILING = "clock-ceiling-";

  private final Store store;
  private final String instance;

  NodeLease(Store store, String instance) {
    this.store = store;
    this.instance = instance;
  }

  /// A number that this daemon has.
  ///
  /// @param floor no identifier of this number is later than that
  record Held(int number, Instant floor) {}

  /// Who has a number.
  private record Holder(String instance, Instant until) {
    static Holder parse(String value) {
      String[] words = value.split(" ", 2);
      return new Holder(words[0], Instant.ofEpochMilli(Long.parseLong(words[1])));
    }

    String text() {
      return instance + ' ' + until.toEpochMilli();
    }
  }

  /// Takes a number: the one held before, else one that nobody had, else one that has run out.
  ///
  /// @throws StorageException `Unavailable` where all are taken
  Held take(Instant now) {
    for (int number : candidates(now)) {
      Optional<Held> held = store.transact(Scopes.none(), tx -> tryTake(tx, number, now));
      if (held.isPresent()) {
        return held.get();
      }
    }
    throw new StorageException(new StorageError.Unavailable("all node numbers are taken"));
  }

  private List<Integer> candidates(Instant now) {
    List<Integer> mine = new ArrayList<>();
    List<Integer> others = new ArrayList<>();
    Map<Integer, Holder> holders = holders();
    for (int number = 0; number < IdGenerator.NODES; number++) {
      Holder holder = holders.get(number);
      if (holder != null && holder.instance.equals(instance)) {
        mine.add(number);
      } else if (holder == null || !holder.until.isAfter(now)) {
        others.add(number);
      }
    }
    mine.addAll(others);
    return mine;
  }

  private Map<Integer, Holder> holders() {
    Map<Integer, Holder> holders = new HashMap<>();
    for (MetaTable.Row row : store.read(view -> view.scan(MetaTable.TABLE, KeyRange.all()))) {
      if (row.name().startsWith(ROW)) {
        holders.put(
            Integer.parseInt(row.name().substring(ROW.length())), Holder.parse(row.value()));
      }
    }
    return holders;
  }

  private Optional<Held> tryTake(Transaction tx, int number, Instant now) {
    Optional<Holder> holder = holder(tx, number);
    boolean free =
        holder.isEmpty()
            || holder.get().instance.equals(instance)
            || !holder.get().until.isAfter(now);
    if (!free) {
      return Optional.empty();
    }
    put(tx, number, now.plus(TERM));
    Instant floor = mark(tx, CEILING + number);
    // A store that was moved here from an engine without leases has this one.
    Instant moved = mark(tx, MetaTable.CLOCK_CEILING);
    return Optional.of(new Held(number, floor.isAfter(moved) ? floor : moved));
  }

  private static Instant mark(View view, String name) {
    return view.get(MetaTable.TABLE, name)
        .map(row -> Instant.ofEpochMilli(Long.parseLong(row.value())))
        .orElse(Instant.EPOCH);
  }

  private static Optional<Holder> holder(Transaction tx, int number) {
    return tx.get(MetaTable.TABLE, ROW + number).map(row -> Holder.parse(row.value()));
  }

  private void put(Transaction tx, int number, Instant until) {
    tx.put(MetaTable.TABLE, new MetaTable.Row(ROW + number, new Holder(instance, until).text()));
  }

  /// Renews the lease and notes a moment that no identifier passes.
  ///
  /// @return whether the number is still this daemon's
  boolean renew(int number, Instant now, Instant ceiling) {
    return store.transact(
        Scopes.none(),
        tx -> {
          boolean mine =
              holder(tx, number).filter(held -> held.instance.equals(instance)).isPresent();
          if (mine) {
            put(tx, number, now.plus(TERM));
            String text = Long.toString(ceiling.toEpochMilli());
            tx.put(MetaTable.TABLE, new MetaTable.Row(CEILING + number, text));
          }
          return mine;
        });
  }

  /// Gives the number back, so that the next daemon need not wait for it.
  void release(int number, Instant now, Instant ceiling) {
    if (renew(number, now, ceiling)) {
      store.run(Scopes.none(), tx -> put(tx, number, Instant.EPOCH));
    }
  }
}
