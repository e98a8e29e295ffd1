package org.posthorn.config;

import java.time.Duration;

/// How connections to other servers are used again: `[outbound.reuse]`. Immutable.
///
/// @param messages the most messages over one connection; 1 means no re-use
/// @param busy messages to one server within [#BUSY_WINDOW] from which on its connections are kept
///     even where nothing more waits; 1 means always
/// @param idle how long one is kept that has nothing to do
/// @param perHost the most idle connections to one server
/// @param total the most idle connections in all
public record OutboundReuse(int messages, int busy, Duration idle, int perHost, int total) {
  /// How far back messages count as having just gone to a server.
  public static final Duration BUSY_WINDOW = Duration.ofSeconds(5);

  public static OutboundReuse defaults() {
    return new OutboundReuse(100, 25, Duration.ofSeconds(1), 8, 500);
  }
}
