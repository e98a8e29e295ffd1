package org.posthorn.config;

import java.time.Duration;
import org.posthorn.config.value.ByteSize;

/// Limits of IMAP: `[limits.imap]`. Immutable.
///
/// @param connection what the three protocols have in common
/// @param maxMessageSize size of a message that is appended
/// @param maxLiteral size of a literal other than an appended message, after login
/// @param maxLiteralBeforeLogin size of a literal before login
public record ImapLimits(
    ConnectionLimits connection,
    ByteSize maxMessageSize,
    ByteSize maxLiteral,
    ByteSize maxLiteralBeforeLogin) {
  public static ImapLimits defaults() {
    return new ImapLimits(
        ConnectionLimits.of(
            20000,
            100,
            100,
            Duration.ofMinutes(30),
            Duration.ofMinutes(1),
            ByteSize.ofKilobytes(64)),
        ByteSize.ofMegabytes(50),
        ByteSize.ofKilobytes(256),
        ByteSize.ofKilobytes(4));
  }

  public ImapLimits withConnection(ConnectionLimits connection) {
    return new ImapLimits(connection, maxMessageSize, maxLiteral, maxLiteralBeforeLogin);
  }

  public ImapLimits withMaxMessageSize(ByteSize maxMessageSize) {
    return new ImapLimits(connection, maxMessageSize, maxLiteral, maxLiteralBeforeLogin);
  }

  public ImapLimits withMaxLiteral(ByteSize maxLiteral) {
    return new ImapLimits(connection, maxMessageSize, maxLiteral, maxLiteralBeforeLogin);
  }

  public ImapLimits withMaxLiteralBeforeLogin(ByteSize maxLiteralBeforeLogin) {
    return new ImapLimits(connection, maxMessageSize, maxLiteral, maxLiteralBeforeLogin);
  }
}
