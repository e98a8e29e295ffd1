package org.posthorn.smtp.transaction;

import java.time.Instant;
import org.posthorn.storage.blob.Content;

/// A message that is about to go into the queue.
///
/// @param messageId names it in logs and trace fields
/// @param submitted whether a user here sent it, logged in
/// @param envelope with all recipients, those here too
/// @param prefix header fields put in front of it for hosts elsewhere
/// @param body what the client sent; readable until it is stored
/// @param receivedAt when its transaction began
/// @param reportable whether its sender may get reports: not where the address is likely forged
public record Departure(
    String messageId,
    boolean submitted,
    Envelope envelope,
    byte[] prefix,
    Content body,
    Instant receivedAt,
    boolean reportable) {}
