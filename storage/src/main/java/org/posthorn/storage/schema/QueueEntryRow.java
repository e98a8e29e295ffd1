package org.posthorn.storage.schema;

import java.time.Instant;
import java.util.Optional;
import org.posthorn.storage.engine.Column;
import org.posthorn.storage.engine.ColumnType;
import org.posthorn.storage.engine.Index;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.QueueEntryId;

/// Table `queue_entry`: a message that waits for one recipient.
///
/// @param partition the part of the queue that is locked together
/// @param id the entry
/// @param blob the message's body
/// @param prefix header fields in front of the body
/// @param sender the reverse-path, empty for `<>`
/// @param recipient the forward-path
/// @param envelope parameters of MAIL and RCPT, in the queue's encoding
/// @param attempts how many attempts were begun
/// @param queuedAt when it was accepted
/// @param dueAt the next attempt; while it is leased, the end of the lease; [#NEVER] while held
/// @param token fences writers that lost their lease; 0 while nobody has one
/// @param lastError what the last attempt met
/// @param kind where the recipient is
/// @param account who gets it, for local recipients
/// @param destination the domain it is sent to; empty for local recipients
/// @param message what the entries of one message have in common
/// @param name the message's name in logs and trace fields
/// @param priority MT-PRIORITY, -9 to 9
/// @param state whether an administrator holds it back
/// @param expiresAt when no more attempts are made
/// @param warnAt when the sender is to be told of the delay; [#NEVER] once that is done
/// @param size octets of prefix and body
/// @param returned whether an administrator wants it to go back to its sender
public record QueueEntryRow(
    int partition,
    QueueEntryId id,
    BlobHash blob,
    byte[] prefix,
    String sender,
    String recipient,
    byte[] envelope,
    int attempts,
    Instant queuedAt,
    Instant dueAt,
    long token,
    Optional<String> lastError,
    Kind kind,
    Optional<AccountId> account,
    String destination,
    long message,
    String name,
    int priority,
    State state,
    Instant expiresAt,
    Instant warnAt,
    long size,
    boolean returned) {
  /// Where a recipient is.
  public enum Kind {
    LOCAL,
    REMOTE
  }

  /// Whether an entry may be tried.
  public enum State {
    WAITING,
    HELD
  }

  /// The due time of what is held, and the end of what does not expire.
  public static final Instant NEVER = Instant.parse("9999-01-01T00:00:00Z");

  private static final Table.Builder<QueueEntryRow> B = Table.named(31, "queue_entry");
  public static final Column<QueueEntryRow, Integer> PARTITION =
      B.column(1, "part", ColumnType.INT32, QueueEntryRow::partition);
  public static final Column<QueueEntryRow, QueueEntryId> ID =
      B.column(2, "id", Types.QUEUE_ENTRY, QueueEntryRow::id);
  public static final Column<QueueEntryRow, BlobHash> BLOB =
      B.column(3, "blob", ColumnType.HASH, QueueEntryRow::blob);
  public static final Column<QueueEntryRow, byte[]> PREFIX =
      B.column(4, "prefix", ColumnType.BYTES, QueueEntryRow::prefix);
  public static final Column<QueueEntryRow, String> SENDER =
      B.column(5, "sender", ColumnType.STRING, QueueEntryRow::sender);
  public static final Column<QueueEntryRow, String> RECIPIENT =
      B.column(6, "recipient", ColumnType.STRING, QueueEntryRow::recipient);
  public static final Column<QueueEntryRow, byte[]> ENVELOPE =
      B.column(7, "envelope", ColumnType.BYTES, QueueEntryRow::envelope);
  public static final Column<QueueEntryRow, Integer> ATTEMPTS =
      B.column(8, "attempts", ColumnType.INT32, QueueEntryRow::attempts);
  public static final Column<QueueEntryRow, Instant> QUEUED_AT =
      B.column(9, "queued_at", ColumnType.TIME, QueueEntryRow::queuedAt);
  public static final Column<QueueEntryRow, Instant> DUE_AT =
      B.column(10, "due_at", ColumnType.TIME, QueueEntryRow::dueAt);
  public static final Column<QueueEntryRow, Long> TOKEN =
      B.column(11, "token", ColumnType.INT64, QueueEntryRow::token);
  public static final Column<QueueEntryRow, Optional<String>> LAST_ERROR =
      B.column(12, "last_error", ColumnType.STRING.optional(), QueueEntryRow::lastError);
  public static final Column<QueueEntryRow, Kind> KIND =
      B.column(13, "kind", Types.name(Kind.class), QueueEntryRow::kind, Kind.LOCAL);
  public static final Column<QueueEntryRow, Optional<AccountId>> ACCOUNT =
      B.column(14, "account", Types.ACCOUNT.optional(), QueueEntryRow::account);
  public static final Column<QueueEntryRow, String> DESTINATION =
      B.column(15, "destination", ColumnType.STRING, QueueEntryRow::destination, "");
  public static final Column<QueueEntryRow, Long> MESSAGE =
      B.column(16, "message", ColumnType.INT64, QueueEntryRow::message, 0L);
  public static final Column<QueueEntryRow, String> NAME =
      B.column(17, "name", ColumnType.STRING, QueueEntryRow::name, "");
  public static final Column<QueueEntryRow, Integer> PRIORITY =
      B.column(18, "priority", ColumnType.INT32, QueueEntryRow::priority, 0);
  public static final Column<QueueEntryRow, State> STATE =
      B.column(19, "state", Types.name(State.class), QueueEntryRow::state, State.WAITING);
  public static final Column<QueueEntryRow, Instant> EXPIRES_AT =
      B.column(20, "expires_at", ColumnType.TIME, QueueEntryRow::expiresAt, NEVER);
  public static final Column<QueueEntryRow, Instant> WARN_AT =
      B.column(21, "warn_at", ColumnType.TIME, QueueEntryRow::warnAt, NEVER);
  public static final Column<QueueEntryRow, Long> SIZE =
      B.column(22, "size", ColumnType.INT64, QueueEntryRow::size, 0L);
  public static final Column<QueueEntryRow, Boolean> RETURNED =
      B.column(23, "returned", ColumnType.BOOL, QueueEntryRow::returned, false);

  /// What is due next.
  public static final Index<QueueEntryRow> BY_DUE = B.index(1, "by_due", PARTITION, DUE_AT);

  /// What is due next for one domain.
  public static final Index<QueueEntryRow> BY_DESTINATION =
      B.index(2, "by_destination", PARTITION, DESTINATION, DUE_AT);

  public static final Table<QueueEntryRow> TABLE =
      B.key(PARTITION, ID)
          .scope(Scope.Kind.QUEUE, PARTITION)
          .build(
              v ->
                  new QueueEntryRow(
                      v.get(PARTITION),
                      v.get(ID),
                      v.get(BLOB),
                      v.get(PREFIX),
                      v.get(SENDER),
                      v.get(RECIPIENT),
                      v.get(ENVELOPE),
                      v.get(ATTEMPTS),
                      v.get(QUEUED_AT),
                      v.get(DUE_AT),
                      v.get(TOKEN),
                      v.get(LAST_ERROR),
                      v.get(KIND),
                      v.get(ACCOUNT),
                      v.get(DESTINATION),
                      v.get(MESSAGE),
                      v.get(NAME),
                      v.get(PRIORITY),
                      v.get(STATE),
                      v.get(EXPIRES_AT),
                      v.get(WARN_AT),
                      v.get(SIZE),
                      v.get(RETURNED)));

  /// Whether somebody has, or had until its end, a lease.
  public boolean leased() {
    return token != 0;
  }

  /// The row under a new lease.
  public QueueEntryRow leased(Instant until, long newToken) {
    return with(attempts + 1, until, newToken, lastError, state, warnAt);
  }

  /// The row with its lease made longer.
  public QueueEntryRow renewed(Instant until) {
    return with(attempts, until, token, lastError, state, warnAt);
  }

  /// The row back in the queue; what was held meanwhile is held.
  ///
  /// @param warned whether the sender need not be told of a delay any more
  /// @param tried whether the attempt that the lease was for was made
  public QueueEntryRow retried(Instant next, String error, boolean warned, boolean tried) {
    Instant due = state == State.HELD ? NEVER : next;
    return with(
        tried ? attempts : attempts - 1,
        due,
        0,
        Optional.of(error),
        state,
        warned ? NEVER : warnAt);
  }

  /// The row put off without an attempt.
  public QueueEntryRow postponed(Instant next, String error) {
    return with(attempts, next, 0, Optional.of(error), state, warnAt);
  }

  /// The row held back; an attempt that is under way goes on.
  public QueueEntryRow held(boolean running) {
    return running
        ? with(attempts, dueAt, token, lastError, State.HELD, warnAt)
        : with(attempts, NEVER, 0, lastError, State.HELD, warnAt);
  }

  /// The row due at that time, and not held.
  public QueueEntryRow due(Instant when) {
    return with(attempts, when, 0, lastError, State.WAITING, warnAt);
  }

  /// The row no longer held, while an attempt is under way.
  public QueueEntryRow released() {
    return with(attempts, dueAt, token, lastError, State.WAITING, warnAt);
  }

  /// The row on its way back, due at that time unless an attempt is under way.
  public QueueEntryRow goingBack(Instant when) {
    QueueEntryRow freed = leased() ? released() : due(when);
    return new QueueEntryRow(
        partition,
        id,
        blob,
        prefix,
        sender,
        recipient,
        envelope,
        attempts,
        queuedAt,
        freed.dueAt,
        freed.token,
        lastError,
        kind,
        account,
        destination,
        message,
        name,
        priority,
        freed.state,
        expiresAt,
        warnAt,
        size,
        true);
  }

  private QueueEntryRow with(
      int newAttempts,
      Instant newDue,
      long newToken,
      Optional<String> newError,
      State newState,
      Instant newWarnAt) {
    return new QueueEntryRow(
        partition,
        id,
        blob,
        prefix,
        sender,
        recipient,
        envelope,
        newAttempts,
        queuedAt,
        newDue,
        newToken,
        newError,
        kind,
        account,
        destination,
        message,
        name,
        priority,
        newState,
        expiresAt,
        newWarnAt,
        size,
        returned);
  }
}
