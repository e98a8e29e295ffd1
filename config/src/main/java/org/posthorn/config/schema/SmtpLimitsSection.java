package org.posthorn.config.schema;

import java.util.List;
import org.posthorn.config.SmtpLimits;
import org.posthorn.config.value.ByteSize;

/// The settings of `[limits.smtp]`.
final class SmtpLimitsSection {
  private static final ConnectionSettings<SmtpLimits> CONNECTION =
      new ConnectionSettings<>(SmtpLimits::connection, "RFC 5321 asks for 5 minutes at least.");

  private static final Setting<SmtpLimits, ByteSize> MAX_MESSAGE_SIZE =
      Setting.of(
          "max-message-size",
          Types.size("64KB", "1GB"),
          SmtpLimits::maxMessageSize,
          """
          The largest message that is taken. EHLO announces it.
          """);

  private static final Setting<SmtpLimits, Integer> MAX_RECIPIENTS =
      Setting.of(
          "max-recipients",
          Types.integer(1, 100_000, "recipients"),
          SmtpLimits::maxRecipients,
          """
          Recipients of one message. The sender is told to send the message again for the rest (452).
          """);

  private static final Setting<SmtpLimits, Integer> MAX_RECEIVED_HOPS =
      Setting.of(
          "max-received-hops",
          Types.integer(5, 1000, "fields"),
          SmtpLimits::maxReceivedHops,
          """
          A message that has passed more servers than this (Received fields) is going round in a loop and is refused.
          """);

  static final Section<SmtpLimits> SECTION =
      new Section<>(
          "limits.smtp",
          "Limits of SMTP and submission",
          "What one client, and all clients together, may take of SMTP and submission.",
          CONNECTION.followedBy(
              List.<Setting<SmtpLimits, ?>>of(MAX_MESSAGE_SIZE, MAX_RECIPIENTS, MAX_RECEIVED_HOPS)),
          SmtpLimitsSection::build);

  private SmtpLimitsSection() {}

  private static SmtpLimits build(Values<SmtpLimits> v) {
    return new SmtpLimits(
        CONNECTION.build(v),
        v.get(MAX_MESSAGE_SIZE),
        v.get(MAX_RECIPIENTS),
        v.get(MAX_RECEIVED_HOPS));
  }
}
