package org.posthorn.smtp.outbound.client;

import java.time.Duration;

/// How long a peer may take (RFC 5321 §4.5.3.2).
///
/// @param connect until a connection stands
/// @param greeting until the whole greeting is there, and for a TLS handshake
/// @param command until MAIL, RCPT and all other commands are answered
/// @param dataStart until DATA is answered
/// @param block until a piece of the message of at most 64 KB is taken
/// @param dataEnd until the end of the message is answered
/// @param attempt for everything on one connection, from its start or its re-use on
public record ClientTimeouts(
    Duration connect,
    Duration greeting,
    Duration command,
    Duration dataStart,
    Duration block,
    Duration dataEnd,
    Duration attempt) {
  /// What RFC 5321 recommends, and 30 seconds for connecting.
  public static final ClientTimeouts STANDARD =
      new ClientTimeouts(
          Duration.ofSeconds(30),
          Duration.ofMinutes(5),
          Duration.ofMinutes(5),
          Duration.ofMinutes(2),
          Duration.ofMinutes(3),
          Duration.ofMinutes(10),
          Duration.ofHours(1));

  /// The same for everything: for tests.
  public static ClientTimeouts all(Duration time) {
    return new ClientTimeouts(time, time, time, time, time, time, time.multipliedBy(4));
  }
}
