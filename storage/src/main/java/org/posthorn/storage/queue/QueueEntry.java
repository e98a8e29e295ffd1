package org.posthorn.storage.queue;

import java.time.Instant;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.QueueEntryId;

/// One message that waits for one recipient.
///
/// @param id the entry
/// @param partition the part of the queue that it lies in
/// @param body the message's body
/// @param prefix header fields put in front of it
/// @param sender the reverse-path as an address, empty for `<>`
/// @param recipient the address to deliver to
/// @param envelope parameters of MAIL and RCPT that travel along (DSN, BODY, SMTPUTF8), in the
///     queue's own encoding
/// @param attempts how many attempts have been made
/// @param queuedAt when it was accepted
/// @param nextAttemptAt when it is due
/// @param lastError what the last attempt met; empty before the first
public record QueueEntry(
    QueueEntryId id,
    int partition,
    BlobHash body,
    byte[] prefix,
    String sender,
    String recipient,
    byte[] envelope,
    int attempts,
    Instant queuedAt,
    Instant nextAttemptAt,
    String lastError) {}
