package org.posthorn.config;

import java.time.Duration;

/// How long other servers may take: `[outbound.timeouts]` (RFC 5321 §4.5.3.2). Immutable.
///
/// @param connect until a connection stands
/// @param greeting until the greeting is there; for a TLS handshake too
/// @param command until a command is answered
/// @param data until DATA is answered
/// @param block until a piece of the message is taken
/// @param end until the end of the message is answered
/// @param attempt for one message on one connection, in all
public record OutboundTimeouts(
    Duration connect,
    Duration greeting,
    Duration command,
    Duration data,
    Duration block,
    Duration end,
    Duration attempt) {
  public static OutboundTimeouts defaults() {
    return new OutboundTimeouts(
        Duration.ofSeconds(30),
        Duration.ofMinutes(5),
        Duration.ofMinutes(5),
        Duration.ofMinutes(2),
        Duration.ofMinutes(3),
        Duration.ofMinutes(10),
        Duration.ofHours(1));
  }
}
