package org.posthorn.storage.shared;

import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import org.posthorn.storage.engine.Transaction;
import org.posthorn.storage.schema.StateRow;

/// What one daemon has for itself for a while: rows of table `state` that name their holder and
/// run out when they are not renewed, as after a crash.
///
/// A daemon that has come back takes what it held before at once. Clocks of daemons must agree to
/// within seconds. Thread-safe.
public final class Leases {
  private final String instance;
  private final String holder;
  private final Clock clock;

  /// @param instance the daemon's own name, the same after a restart
  /// @param process another one for each start
  public Leases(String instance, String process, Clock clock) {
    this.instance = instance + ' ';
    this.holder = this.instance + process;
    this.clock = clock;
  }

  /// Takes a lease, or renews it, as part of a transaction.
  ///
  /// @return until when it is held then; empty where another daemon has it
  public Optional<Instant> take(Transaction tx, String kind, String key, Duration term) {
    Instant now = clock.instant();
    Optional<StateRow> row = tx.get(StateRow.TABLE, kind, key);
    if (row.isPresent() && row.get().expiresAt().isAfter(now) && !isOurs(row.get())) {
      return Optional.empty();
    }
    Instant until = now.plus(term).truncatedTo(ChronoUnit.MICROS);
    byte[] value = holder.getBytes(StandardCharsets.UTF_8);
    tx.put(StateRow.TABLE, new StateRow(kind, key, value, until));
    return Optional.of(until);
  }

  /// Takes a lease that nobody uses: one that is free, or that a process of this daemon left which
  /// is no more.
  ///
  /// @return whether this process holds it from now on, and did not before
  public boolean takeAbandoned(Transaction tx, String kind, String key, Duration term) {
    boolean inUse =
        tx.get(StateRow.TABLE, kind, key)
            .filter(row -> row.expiresAt().isAfter(clock.instant()))
            .filter(row -> !isOurs(row) || text(row).equals(holder))
            .isPresent();
    return !inUse && take(tx, kind, key, term).isPresent();
  }

  /// Whether this process holds it, or one of this daemon that is no more.
  private boolean isOurs(StateRow row) {
    return text(row).startsWith(instance);
  }

  private static String text(StateRow row) {
    return new String(row.value(), StandardCharsets.UTF_8);
  }

  /// Renews a lease that this process holds.
  ///
  /// @return until when; empty where it was lost
  public Optional<Instant> renew(Transaction tx, String kind, String key, Duration term) {
    return tx.get(StateRow.TABLE, kind, key).filter(row -> text(row).equals(holder)).isPresent()
        ? take(tx, kind, key, term)
        : Optional.empty();
  }

  /// Gives a lease up, if this process holds it.
  public void release(Transaction tx, String kind, String key) {
    if (tx.get(StateRow.TABLE, kind, key).filter(row -> text(row).equals(holder)).isPresent()) {
      tx.delete(StateRow.TABLE, kind, key);
    }
  }

  /// The time by which leases are reckoned.
  public Instant now() {
    return clock.instant();
  }
}
