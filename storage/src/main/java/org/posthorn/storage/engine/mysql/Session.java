package org.posthorn.storage.engine.mysql;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/// A connection that is borrowed with the first call and given back by [#close], what was not
/// committed rolled back. A first call that finds its connection dead takes another one. One
/// thread.
final class Session implements AutoCloseable {
  /// How long to wait before another node is tried: it may have to be elected first.
  private static final Duration PAUSE = Duration.ofMillis(200);

  private static final int FIRST_TRIES = 50;

  private final HikariDataSource pool;
  private final Function onFailure;
  private Optional<Connection> connection = Optional.empty();
  private boolean used;

  Session(HikariDataSource pool, Function onFailure) {
    this.pool = pool;
    this.onFailure = onFailure;
  }

  /// What an error means here.
  @FunctionalInterface
  interface Function {
    RuntimeException of(SQLException failure);
  }

  <T> T call(MysqlView.Call<T> call) {
    for (int i = 1; ; i++) {
      try {
        T result = call.on(borrowed());
        used = true;
        return result;
      } catch (SQLException failure) {
        if (Faults.kind(failure) != Faults.Kind.LOST) {
          throw onFailure.of(failure);
        }
        discard();
        if (used
            || i == FIRST_TRIES
            || failure instanceof java.sql.SQLTransientConnectionException) {
          throw onFailure.of(failure);
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  private Connection borrowed() throws SQLException {
    if (connection.isEmpty()) {
      connection = Optional.of(pool.getConnection());
    }
    return connection.get();
  }

  /// Gives up a connection that is of no use any more.
  void discard() {
    connection.ifPresent(pool::evictConnection);
    connection = Optional.empty();
  }

  @Override
  public void close() {
    if (connection.isPresent()) {
      try {
        connection.get().close();
      } catch (SQLException _) {
        discard();
      }
      connection = Optional.empty();
    }
  }
}
