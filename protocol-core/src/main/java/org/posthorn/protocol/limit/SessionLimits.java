package org.posthorn.protocol.limit;

import java.net.InetAddress;
import java.time.Duration;
import org.posthorn.config.ConnectionLimits;
import org.posthorn.config.value.ByteSize;

/// What one connection may do; immutable. A protocol has one set for before and one for after
/// login.
///
/// @param lineLength longest command line in octets, without its line end
/// @param inboundBuffer octets received but not yet read by the session at which reading from the
///     peer pauses
/// @param minContentRate octets a second that a peer must average while it sends a literal or a
///     message, once
///     [Timeouts#content] has passed; 0 for none
/// @param timeouts see there
/// @param rates see there
public record SessionLimits(
    int lineLength, int inboundBuffer, int minContentRate, Timeouts timeouts, Rates rates) {

  /// Suits any protocol after login.
  public static final SessionLimits DEFAULT =
      new SessionLimits(8192, 256 * 1024, 64, Timeouts.DEFAULT, Rates.UNLIMITED);

  /// Suits any protocol before login: short lines, a small buffer.
  public static final SessionLimits BEFORE_LOGIN =
      new SessionLimits(4096, 16 * 1024, 64, Timeouts.DEFAULT, Rates.UNLIMITED);

  private static final Duration FOREVER = Duration.ofDays(365);
  private static final long MAX_LINE = 1 << 26;

  public SessionLimits {
    if (lineLength < 64 || inboundBuffer < 1024 || minContentRate < 0) {
      throw new IllegalArgumentException("line length or buffer too small");
    }
  }

  /// The configured limits of a connection of `client` before it has logged in.
  public static SessionLimits beforeLogin(ConnectionLimits config, InetAddress client) {
    return of(config, client, config.maxLineBeforeLogin(), BEFORE_LOGIN.inboundBuffer());
  }

  /// The configured limits of a connection of `client` after it has logged in.
  public static SessionLimits afterLogin(ConnectionLimits config, InetAddress client) {
    return of(config, client, config.maxLine(), DEFAULT.inboundBuffer());
  }

  private static SessionLimits of(
      ConnectionLimits config, InetAddress client, ByteSize line, int inboundBuffer) {
    Timeouts timeouts =
        new Timeouts(
            orForever(config.loginTimeout()),
            orForever(config.idleTimeout()),
            orForever(config.commandTimeout()),
            orForever(config.dataTimeout()),
            orForever(config.writeTimeout()),
            Timeouts.DEFAULT.handshake());
    Rates rates =
        config.isExempt(client)
            ? Rates.UNLIMITED
            : new Rates(
                config.bytesPerSecondIn().bytes(),
                config.bytesPerSecondOut().bytes(),
                config.commandsPerSecond());
    int lineLength = (int) Math.min(line.bytes(), MAX_LINE);
    return new SessionLimits(lineLength, inboundBuffer, DEFAULT.minContentRate(), timeouts, rates);
  }

  /// Zero stands for no limit in the configuration.
  private static Duration orForever(Duration configured) {
    return configured.isZero() ? FOREVER : configured;
  }

  /// The same with another line length.
  public SessionLimits withLineLength(int length) {
    return new SessionLimits(length, inboundBuffer, minContentRate, timeouts, rates);
  }

  /// The same with other timeouts.
  public SessionLimits withTimeouts(Timeouts newTimeouts) {
    return new SessionLimits(lineLength, inboundBuffer, minContentRate, newTimeouts, rates);
  }

  /// The same with other rates.
  public SessionLimits withRates(Rates newRates) {
    return new SessionLimits(lineLength, inboundBuffer, minContentRate, timeouts, newRates);
  }
}
