package org.posthorn.config;

import java.time.Duration;
import org.posthorn.config.value.ByteSize;

/// Limits of SMTP and submission: `[limits.smtp]`. Immutable.
///
/// @param connection what the three protocols have in common
/// @param maxMessageSize size of a message, as SIZE announces it (RFC 1870)
/// @param maxRecipients recipients of a message (RFC 5321 §4.5.3.1.8 asks for at least 100)
/// @param maxReceivedHops Received fields before a message is taken for looping (RFC 5321 §6.3)
public record SmtpLimits(
    ConnectionLimits connection, ByteSize maxMessageSize, int maxRecipients, int maxReceivedHops) {
  public static SmtpLimits defaults() {
    return new SmtpLimits(
        ConnectionLimits.of(
            2000, 50, 50, Duration.ofMinutes(5), Duration.ofMinutes(5), ByteSize.ofKilobytes(12)),
        ByteSize.ofMegabytes(50),
        1000,
        50);
  }

  public SmtpLimits withConnection(ConnectionLimits connection) {
    return new SmtpLimits(connection, maxMessageSize, maxRecipients, maxReceivedHops);
  }

  public SmtpLimits withMaxMessageSize(ByteSize maxMessageSize) {
    return new SmtpLimits(connection, maxMessageSize, maxRecipients, maxReceivedHops);
  }

  public SmtpLimits withMaxRecipients(int maxRecipients) {
    return new SmtpLimits(connection, maxMessageSize, maxRecipients, maxReceivedHops);
  }

  public SmtpLimits withMaxReceivedHops(int maxReceivedHops) {
    return new SmtpLimits(connection, maxMessageSize, maxRecipients, maxReceivedHops);
  }
}
