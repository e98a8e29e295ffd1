package org.posthorn.smtp.outbound.queue;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.posthorn.smtp.command.EnhancedCode;
import org.posthorn.smtp.command.RcptParameters.OriginalRecipient;
import org.posthorn.storage.blob.Content;

/// What a delivery status notification tells (RFC 3464).
///
/// @param kind what has happened
/// @param sender whom it goes to, as written on the wire
/// @param name the message's name in logs
/// @param envid the sender's name for it, decoded
/// @param arrivedAt when it was accepted
/// @param recipients whom it tells of, at least one
/// @param message the message
/// @param full whether the whole of it comes back, if it is not too large
/// @param utf8 whether the sender's systems take UTF-8 in headers (RFC 6533)
record Report(
    Kind kind,
    String sender,
    String name,
    Optional<String> envid,
    Instant arrivedAt,
    List<Recipient> recipients,
    Content message,
    boolean full,
    boolean utf8) {
  Report {
    recipients = List.copyOf(recipients);
  }

  /// The actions of RFC 3464 §2.3.3.
  enum Kind {
    FAILED,
    DELAYED,
    DELIVERED,
    RELAYED,
    EXPANDED;

    String action() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// What is told of one recipient.
  ///
  /// @param address as written on the wire
  /// @param original whom the sender wrote to
  /// @param status the status code
  /// @param host the host that said so
  /// @param reply what it said
  /// @param reason one line for people
  /// @param at the time of the attempt
  /// @param retryUntil how long it will be tried, for delays
  record Recipient(
      String address,
      Optional<OriginalRecipient> original,
      EnhancedCode status,
      Optional<String> host,
      Optional<String> reply,
      String reason,
      Instant at,
      Optional<Instant> retryUntil) {}
}
