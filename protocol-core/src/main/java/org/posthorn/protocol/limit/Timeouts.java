package org.posthorn.protocol.limit;

import java.time.Duration;

/// How long a peer may take; immutable. Every value must be positive.
///
/// @param login from the start of the connection to a successful login, for protocols that need one
/// @param idle between two commands (RFC 5321 §4.5.3.2.7: at least 5 minutes; RFC 9051 §5.4: at
///     least 30 after
///     login; RFC 1939 §3: at least 10)
/// @param line from the first byte of a command line to its end: against peers that trickle bytes
/// @param content without any byte while a literal, a message or an authentication response is
///     awaited
/// @param write while the peer takes none of the bytes that wait for it
/// @param handshake for TLS handshakes and PROXY headers
public record Timeouts(
    Duration login,
    Duration idle,
    Duration line,
    Duration content,
    Duration write,
    Duration handshake) {

  /// Values that suit a server on the Internet.
  public static final Timeouts DEFAULT =
      new Timeouts(
          Duration.ofMinutes(2),
          Duration.ofMinutes(5),
          Duration.ofMinutes(1),
          Duration.ofMinutes(3),
          Duration.ofMinutes(2),
          Duration.ofSeconds(30));

  public Timeouts {
    for (Duration d : new Duration[] {login, idle, line, content, write, handshake}) {
      if (d.isNegative() || d.isZero()) {
        throw new IllegalArgumentException("timeouts must be positive");
      }
    }
  }

  /// The same with another idle timeout.
  public Timeouts withIdle(Duration newIdle) {
    return new Timeouts(login, newIdle, line, content, write, handshake);
  }
}
