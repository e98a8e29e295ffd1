package org.posthorn.storage.schema;

import java.time.Instant;
import java.util.Optional;
import org.posthorn.storage.engine.Column;
import org.posthorn.storage.engine.ColumnType;
import org.posthorn.storage.engine.Index;
import org.posthorn.storage.engine.Scope;
import org.posthorn.storage.engine.Table;
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
/// @param dueAt the next attempt; while it is leased, the end of the lease
/// @param token fences writers that lost their lease; 0 before the first
/// @param lastError what the last attempt met
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
    Optional<String> lastError) {
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

  /// What is due next.
  public static final Index<QueueEntryRow> BY_DUE = B.index(1, "by_due", PARTITION, DUE_AT);

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
                      v.get(LAST_ERROR)));

  /// The row under a new lease.
  public QueueEntryRow leased(Instant until, long newToken) {
    return new QueueEntryRow(
        partition,
        id,
        blob,
        prefix,
        sender,
        recipient,
        envelope,
        attempts + 1,
        queuedAt,
        until,
        newToken,
        lastError);
  }

  /// The row back in the queue.
  public QueueEntryRow retried(Instant next, String error) {
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
        next,
        0,
        Optional.of(error));
  }
}
