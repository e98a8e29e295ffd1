package org.posthorn.smtp.outbound;

import java.util.List;
import org.posthorn.smtp.command.MailParameters;
import org.posthorn.smtp.command.RcptParameters;
import org.posthorn.smtp.command.ReversePath;
import org.posthorn.storage.blob.Content;
import org.posthorn.storage.model.MailAddress;

/// A message for recipients of one destination.
///
/// @param id names it in logs and in the Received field
/// @param destination the domain that the recipients share, in ASCII and lower case; what routes
///     and MX look-ups start from
/// @param sender the reverse-path
/// @param parameters of MAIL, as the message came with them
/// @param content header and body, with all fields that were put in front
/// @param recipients at least one
public record OutboundMessage(
    String id,
    String destination,
    ReversePath sender,
    MailParameters parameters,
    Content content,
    List<Recipient> recipients) {
  public OutboundMessage {
    recipients = List.copyOf(recipients);
  }

  /// One recipient, with its parameters of RCPT.
  public record Recipient(MailAddress address, RcptParameters parameters) {}
}
