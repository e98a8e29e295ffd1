package org.posthorn.storage.queue;

import java.time.Instant;
import java.util.Optional;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.QueueEntryId;
import org.posthorn.storage.schema.QueueEntryRow;

/// One message that waits for one recipient.
///
/// @param id the entry
/// @param partition the part of the queue that it lies in
/// @param kind where the recipient is
/// @param account who gets it, for local recipients
/// @param destination the domain it is sent to, as A-labels; empty for local recipients
/// @param message what the entries of one message have in common
/// @param name the message's name in logs and trace fields
/// @param body the message's body
/// @param prefix header fields put in front of it
/// @param size octets of prefix and body
/// @param sender the reverse-path as written on the wire, empty for `<>`
/// @param recipient the forward-path as written on the wire
/// @param envelope parameters of MAIL and RCPT that travel along (DSN, BODY, SMTPUTF8), in the
///     queue's own encoding
/// @param priority -9 to 9 (RFC 6710)
/// @param attempts how many attempts have been made
/// @param queuedAt when it was accepted
/// @param dueAt when it is due, or its lease ends
/// @param expiresAt when no more attempts are made
/// @param held whether an administrator holds it back
/// @param leased whether a worker has it
/// @param warnAt when the sender is to be told of the delay; far away once that is done
/// @param returned whether an administrator wants it to go back to its sender
/// @param lastError what the last attempt met; empty before the first
public record QueueEntry(
    QueueEntryId id,
    int partition,
    QueueEntryRow.Kind kind,
    Optional<AccountId> account,
    String destination,
    long message,
    String name,
    BlobHash body,
    byte[] prefix,
    long size,
    String sender,
    String recipient,
    byte[] envelope,
    int priority,
    int attempts,
    Instant queuedAt,
    Instant dueAt,
    Instant expiresAt,
    boolean held,
    boolean leased,
    Instant warnAt,
    boolean returned,
    String lastError) {
  /// A time that does not come.
  public static final Instant NEVER = QueueEntryRow.NEVER;

  static QueueEntry of(QueueEntryRow row) {
    return new QueueEntry(
        row.id(),
        row.partition(),
        row.kind(),
        row.account(),
        row.destination(),
        row.message(),
        row.name(),
        row.blob(),
        row.prefix(),
        row.size(),
        row.sender(),
        row.recipient(),
        row.envelope(),
        row.priority(),
        row.attempts(),
        row.queuedAt(),
        row.dueAt(),
        row.expiresAt(),
        row.state() == QueueEntryRow.State.HELD,
        row.leased(),
        row.warnAt(),
        row.returned(),
        row.lastError().orElse(""));
  }
}
