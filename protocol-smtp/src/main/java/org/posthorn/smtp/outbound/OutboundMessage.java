package org.posthorn.smtp.outbound;

import java.util.List;
import org.posthorn.smtp.command.EnvelopeAddress;
import org.posthorn.smtp.command.MailParameters;
import org.posthorn.smtp.command.RcptParameters;
import org.posthorn.smtp.command.ReversePath;
import org.posthorn.storage.blob.Content;

/// A message for recipients of one destination.
///
/// @param id names it in logs and in the Received field
/// @param destination what routes and MX look-ups start from: the domain that the recipients share,
///     in A-labels and lower case, or an address literal with its brackets
/// @param sender the reverse-path
/// @param parameters of MAIL, as the message came with them
/// @param tls what the sender demands of the connection
/// @param content header and body, with all fields that were put in front
/// @param recipients at least one
public record OutboundMessage(
    String id,
    String destination,
    ReversePath sender,
    MailParameters parameters,
    TlsWish tls,
    Content content,
    List<Recipient> recipients) {
  public OutboundMessage {
    recipients = List.copyOf(recipients);
  }

  /// One recipient, with its parameters of RCPT. The local part is written as it stands here, in
  /// upper or lower case, since only its own host knows whether that matters (RFC 5321 §2.4).
  public record Recipient(EnvelopeAddress address, RcptParameters parameters) {}

  /// What a sender can say of TLS (RFC 8689).
  public enum TlsWish {
    /// Nothing: what is configured and what the destination publishes holds.
    NONE,
    /// The parameter REQUIRETLS: to servers that prove who they are and promise the same, or back.
    REQUIRED,
    /// The field `TLS-Required: No`: arriving is more important than secrecy; what the destination
    /// publishes (DANE, MTA-STS) is left aside.
    OPTIONAL
  }
}
