package org.posthorn.config.schema;

import java.util.List;
import org.posthorn.config.ImapLimits;
import org.posthorn.config.value.ByteSize;

/// The settings of `[limits.imap]`.
final class ImapLimitsSection {
  private static final ConnectionSettings<ImapLimits> CONNECTION =
      new ConnectionSettings<>(
          ImapLimits::connection,
          "IMAP asks for 30 minutes at least, and a client in IDLE counts on it.");

  private static final Setting<ImapLimits, ByteSize> MAX_MESSAGE_SIZE =
      Setting.of(
          "max-message-size",
          Types.size("64KB", "1GB"),
          ImapLimits::maxMessageSize,
          """
          The largest message that APPEND takes.
          """);

  private static final Setting<ImapLimits, ByteSize> MAX_LITERAL =
      Setting.of(
          "max-literal",
          Types.size("1KB", "64MB"),
          ImapLimits::maxLiteral,
          """
          The largest literal that is not a message, after login.
          """);

  private static final Setting<ImapLimits, ByteSize> MAX_LITERAL_BEFORE_LOGIN =
      Setting.of(
          "max-literal-before-login",
          Types.size("256", "1MB"),
          ImapLimits::maxLiteralBeforeLogin,
          """
          The largest literal before login.
          """);

  static final Section<ImapLimits> SECTION =
      new Section<>(
          "limits.imap",
          "Limits of IMAP",
          "What one client, and all clients together, may take of IMAP.",
          CONNECTION.followedBy(
              List.<Setting<ImapLimits, ?>>of(
                  MAX_MESSAGE_SIZE, MAX_LITERAL, MAX_LITERAL_BEFORE_LOGIN)),
          ImapLimitsSection::build);

  private ImapLimitsSection() {}

  private static ImapLimits build(Values<ImapLimits> v) {
    return new ImapLimits(
        CONNECTION.build(v),
        v.get(MAX_MESSAGE_SIZE),
        v.get(MAX_LITERAL),
        v.get(MAX_LITERAL_BEFORE_LOGIN));
  }
}
