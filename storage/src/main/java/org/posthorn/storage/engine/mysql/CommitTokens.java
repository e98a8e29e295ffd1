package org.posthorn.storage.engine.mysql;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.locks.LockSupport;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;

/// Finds out what became of a transaction whose connection was lost during COMMIT.
///
/// Each transaction inserts a token of its own. Whoever wants to know tries to insert it too:
/// while
/// the transaction is still at work on the server, the insert waits for it; if it has committed,
/// the insert meets a duplicate; if not, the insert succeeds, and the transaction never can. On a
/// cluster the two clash in certification, with the same two outcomes. Whoever asks leaves a mark
/// beside the token, so that they know their own when the answer to their insert is lost as well.
/// Thread-safe.
final class CommitTokens {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final Duration PAUSE = Duration.ofMillis(250);

  /// How long tokens are kept: longer than anybody asks for one.
  private static final Duration KEPT = Duration.ofHours(1);

  private static final int SWEEP = 2_000;

  private final Lane lane;
  private final Clock clock;

  CommitTokens(Lane lane, Clock clock) {
    this.lane = lane;
    this.clock = clock;
  }

  /// @param madeAt leads the key, so that tokens are appended to their table
  record Token(long madeAt, long random) {
    void insert(Sql out) {
      out.add("INSERT INTO commit_token (made_at,token) VALUES ");
      out.row(List.of(madeAt, random));
    }

    /// What is beside the token if it was inserted by one who asks.
    private Token mark() {
      return new Token(madeAt, ~random);
    }

    private boolean exists(Connection connection) throws SQLException {
      Sql sql = Sql.of("SELECT 1 FROM commit_token WHERE made_at=").value(madeAt);
      sql.add(" AND token=").value(random);
      try (PreparedStatement statement = sql.prepare(connection);
          ResultSet found = statement.executeQuery()) {
        return found.next();
      }
    }
  }

  Token next() {
    return new Token(micros(clock.instant()), ThreadLocalRandom.current().nextLong());
  }

  private static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  /// Whether the token's transaction was committed; if not, it never will be.
  ///
  /// @throws StorageException with [StorageError.Unavailable] if the database cannot be asked
  ///     within a minute
  boolean wasCommitted(Token token) {
    Instant end = clock.instant().plus(PATIENCE);
    while (true) {
      try {
        return !claim(token);
      } catch (SQLException failure) {
        if (!clock.instant().isBefore(end)) {
          throw new StorageException(
              new StorageError.Unavailable("it is not known whether the change was made"), failure);
        }
        LockSupport.parkNanos(PAUSE.toNanos());
      }
    }
  }

  /// Whether the token is the asker's, so that its transaction never commits.
  private boolean claim(Token token) throws SQLException {
    try (Lane.Borrowed borrowed = lane.borrow()) {
      Connection connection = borrowed.connection();
      try {
        Sql insert = new Sql();
        token.insert(insert);
        Token mark = token.mark();
        insert.add(",").row(List.of(mark.madeAt, mark.random));
        insert.execute(connection);
        connection.commit();
        return true;
      } catch (SQLException failure) {
        if (Faults.isDuplicate(failure)) {
          connection.rollback();
          return token.mark().exists(connection);
        }
        if (Faults.kind(failure) == Faults.Kind.LOST) {
          borrowed.node().suspect();
        }
        borrowed.discard();
        throw failure;
      }
    }
  }

  /// Removes old tokens, a bounded number.
  void sweep() throws SQLException {
    try (Lane.Borrowed borrowed = lane.borrow()) {
      Connection connection = borrowed.connection();
      Sql.of("DELETE FROM commit_token WHERE made_at<")
          .value(micros(clock.instant().minus(KEPT)))
          .add(" LIMIT " + SWEEP)
          .execute(connection);
      connection.commit();
    }
  }
}
