package org.posthorn.storage.engine.mysql;

import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// A connection that is borrowed with the first call and given back by [#close], what was not
/// committed rolled back. A first call that finds its connection dead takes another one, perhaps to
/// another server. One thread.
final class Session implements Connected {
  /// How long to wait before the next try: a server may have to be elected first.
  private static final Duration PAUSE = Duration.ofMillis(200);

  private final Lane lane;
  private final Duration patience;
  private final Function onFailure;
  private Optional<Lane.Borrowed> borrowed = Optional.empty();
  private boolean used;

  /// @param patience how long to try to find a server that answers
  Session(Lane lane, Duration patience, Function onFailure) {
    this.lane = lane;
    this.patience = patience;
    this.onFailure = onFailure;
  }

  /// What an error means here.
  @FunctionalInterface
  interface Function {
    RuntimeException of(SQLException failure);
  }

  @Override
  public <T> T call(Call<T> call) {
    long end = System.nanoTime() + patience.toNanos();
    for (int tries = 1; ; tries++) {
      try {
        T result = call.on(connection());
        used = true;
        return result;
      } catch (SQLException failure) {
        if (Faults.kind(failure) != Faults.Kind.LOST) {
          throw onFailure.of(failure);
        }
        lost();
        if (used) {
          throw onFailure.of(failure);
        }
        if (System.nanoTime() - end >= 0) {
          // To run a transaction again would only be to wait once more.
          throw onFailure.of(new Faults.AwayException(failure));
        }
        if (tries >= lane.size()) {
          LockSupport.parkNanos(PAUSE.toNanos());
        }
      }
    }
  }

  private Connection connection() throws SQLException {
    if (borrowed.isEmpty()) {
      borrowed = Optional.of(lane.borrow());
    }
    return borrowed.get().connection();
  }

  /// Gives up a connection that has failed, and leaves its server alone until it answers again.
  void lost() {
    borrowed.ifPresent(
        connection -> {
          connection.node().suspect();
          connection.discard();
        });
    borrowed = Optional.empty();
  }

  @Override
  public void close() {
    if (borrowed.isPresent()) {
      try {
        borrowed.get().close();
      } catch (SQLException _) {
        borrowed.get().discard();
      }
      borrowed = Optional.empty();
    }
  }
}
