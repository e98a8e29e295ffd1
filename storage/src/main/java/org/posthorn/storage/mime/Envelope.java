package org.posthorn.storage.mime;

import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;

/// The envelope of a message (RFC 3501 §7.4.2), and what threading and searching need beside it.
///
/// Values are those of the first field of that name, address lists those of all of them. `sender`
/// and `replyTo` already default to `from`.
///
/// @param date the Date field as sent
/// @param sentDate the Date field understood, empty when it makes no sense
/// @param subject the Subject field as sent
/// @param inReplyTo the In-Reply-To field as sent
/// @param messageId the Message-ID field as sent, with its angle brackets
/// @param references the References field as sent
public record Envelope(
    Optional<String> date,
    Optional<OffsetDateTime> sentDate,
    Optional<String> subject,
    List<Address> from,
    List<Address> sender,
    List<Address> replyTo,
    List<Address> to,
    List<Address> cc,
    List<Address> bcc,
    Optional<String> inReplyTo,
    Optional<String> messageId,
    Optional<String> references) {

  /// The envelope of a message without header.
  public static final Envelope EMPTY =
      new Envelope(
          Optional.empty(),
          Optional.empty(),
          Optional.empty(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          List.of(),
          Optional.empty(),
          Optional.empty(),
          Optional.empty());

  public Envelope {
    from = List.copyOf(from);
    sender = List.copyOf(sender);
    replyTo = List.copyOf(replyTo);
    to = List.copyOf(to);
    cc = List.copyOf(cc);
    bcc = List.copyOf(bcc);
  }
}
