package org.posthorn.storage.engine.mysql;

import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.sql.SQLTransientConnectionException;
import java.util.Objects;
import org.posthorn.storage.engine.ConflictException;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;

/// What an SQL error means for a transaction.
final class Faults {
  private static final int DUPLICATE = 1062;
  private static final int LOCK_WAIT_TIMEOUT = 1205;
  private static final int DEADLOCK = 1213;

  /// MySQL's group replication: a transaction of another member was first.
  private static final int NOT_CERTIFIED = 3101;

  private static final int TABLE_FULL = 1114;
  private static final int DISK_FULL = 1021;
  private static final int TOO_LONG = 1406;

  private Faults() {}

  /// The kinds of failure.
  enum Kind {
    /// Another transaction was in the way: nothing was written, run again.
    CONFLICT,
    /// The server or the way to it is gone, or it takes no writes (any more).
    LOST,
    /// No server could be worked with for as long as anybody should wait.
    AWAY,
    /// No room on the server's disk.
    FULL,
    /// A value does not fit its column.
    TOO_LONG,
    /// Anything else: a fault of this program or of the schema.
    OTHER
  }

  /// Says that no server could be worked with in time.
  static final class AwayException extends SQLException {
    private static final long serialVersionUID = 1L;

    AwayException(SQLException last) {
      super("no database server could be used: " + last.getMessage(), last);
    }
  }

  static Kind kind(SQLException failure) {
    if (failure instanceof AwayException) {
      return Kind.AWAY;
    }
    return switch (failure.getErrorCode()) {
      case DUPLICATE, LOCK_WAIT_TIMEOUT, DEADLOCK, NOT_CERTIFIED -> Kind.CONFLICT;
      case TABLE_FULL, DISK_FULL -> Kind.FULL;
      case TOO_LONG -> Kind.TOO_LONG;
      // Killed, shutting down, not (any more) part of the primary component, read-only, idle for
      // too long.
      case 1047, 1053, 1152, 1180, 1290, 1317, 1792, 1836, 1927, 3024, 3168, 3169, 4031 ->
          Kind.LOST;
      default -> isConnectionLoss(failure) ? Kind.LOST : stateKind(failure);
    };
  }

  private static Kind stateKind(SQLException failure) {
    String state = Objects.requireNonNullElse(failure.getSQLState(), "");
    return state.equals("40001") ? Kind.CONFLICT : Kind.OTHER;
  }

  private static boolean isConnectionLoss(SQLException failure) {
    return failure instanceof SQLNonTransientConnectionException
        || failure instanceof SQLTransientConnectionException
        || failure instanceof java.sql.SQLRecoverableException
        || Objects.requireNonNullElse(failure.getSQLState(), "").startsWith("08");
  }

  static boolean isDuplicate(SQLException failure) {
    return failure.getErrorCode() == DUPLICATE;
  }

  /// What the store is told where nothing of the transaction was written.
  static RuntimeException beforeCommit(SQLException failure) {
    return switch (kind(failure)) {
      case CONFLICT, LOST -> new ConflictException(text(failure));
      case FULL ->
          new StorageException(new StorageError.Full("the database has no room left"), failure);
      case TOO_LONG ->
          new StorageException(new StorageError.Limit("a value is too long to be kept"), failure);
      case AWAY, OTHER -> unavailable(failure);
    };
  }

  /// What a read is told.
  static StorageException unavailable(SQLException failure) {
    return new StorageException(
        new StorageError.Unavailable("the database cannot be reached or refused a statement"),
        failure);
  }

  private static String text(SQLException failure) {
    return Objects.requireNonNullElse(failure.getMessage(), failure.toString());
  }
}
