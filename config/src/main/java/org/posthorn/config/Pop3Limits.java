package org.posthorn.config;

import java.time.Duration;
import org.posthorn.config.value.ByteSize;

/// Limits of POP3: `[limits.pop3]`. Immutable.
///
/// @param connection what the three protocols have in common
public record Pop3Limits(ConnectionLimits connection) {
  public static Pop3Limits defaults() {
    return new Pop3Limits(
        ConnectionLimits.of(
            2000, 50, 20, Duration.ofMinutes(10), Duration.ofMinutes(1), ByteSize.ofKilobytes(12)));
  }

  public Pop3Limits withConnection(ConnectionLimits connection) {
    return new Pop3Limits(connection);
  }
}
