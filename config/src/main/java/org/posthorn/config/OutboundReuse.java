package org.posthorn.config;

import java.time.Duration;

/// How connections to other servers are used again: `[outbound.reuse]`. Immutable.
///
/// @param messages the most messages over one connection; 1 means no re-use
/// @param idle how long one is kept that has nothing to do
/// @param perHost the most idle connections to one server
/// @param total the most idle connections in all
public record OutboundReuse(int messages, Duration idle, int perHost, int total) {
  public static OutboundReuse defaults() {
    return new OutboundReuse(100, Duration.ofSeconds(1), 8, 500);
  }
}
