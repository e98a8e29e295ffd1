package org.posthorn.smtp.transaction;

import java.util.ArrayList;
import java.util.List;
import org.posthorn.smtp.command.ForwardPath;
import org.posthorn.smtp.command.MailParameters;
import org.posthorn.smtp.command.RcptParameters;
import org.posthorn.smtp.command.ReversePath;

/// An envelope (RFC 5321 §2.3.1).
///
/// @param sender the reverse-path
/// @param parameters of MAIL
/// @param recipients those that were accepted, in order
public record Envelope(ReversePath sender, MailParameters parameters, List<Recipient> recipients) {
  public Envelope {
    recipients = List.copyOf(recipients);
  }

  /// An accepted recipient.
  public record Recipient(
      ForwardPath path, RcptParameters parameters, Destination.Deliverable destination) {}

  /// The same with one more recipient.
  public Envelope with(Recipient recipient) {
    List<Recipient> more = new ArrayList<>(recipients.size() + 1);
    more.addAll(recipients);
    more.add(recipient);
    return new Envelope(sender, parameters, more);
  }
}
