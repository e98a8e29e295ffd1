package org.posthorn.protocol.limit;

import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.util.Arrays;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.posthorn.config.ConnectionLimits;

/// Counts the open connections of a protocol, in all and by address. Thread-safe.
public final class ConnectionCounter {
  /// What an attempt to connect comes to.
  public enum Verdict {
    ADMITTED,
    TOO_MANY,
    TOO_MANY_FROM_ADDRESS
  }

  private static final int IPV6_SITE_OCTETS = 8;

  private final AtomicInteger total = new AtomicInteger();
  private final ConcurrentMap<String, Integer> byAddress = new ConcurrentHashMap<>();

  /// Counts a connection if the limits let it in; [#leave] must follow then.
  public Verdict enter(InetAddress address, ConnectionLimits limits) {
    if (total.incrementAndGet() > limits.maxConnections()) {
      total.decrementAndGet();
      return Verdict.TOO_MANY;
    }
    int now = byAddress.merge(key(address), 1, Integer::sum);
    if (limits.maxConnectionsPerAddress() > 0
        && now > limits.maxConnectionsPerAddress()
        && !limits.isExempt(address)) {
      leave(address);
      return Verdict.TOO_MANY_FROM_ADDRESS;
    }
    return Verdict.ADMITTED;
  }

  /// A connection that was let in is closed.
  public void leave(InetAddress address) {
    total.decrementAndGet();
    byAddress.computeIfPresent(key(address), (_, count) -> count > 1 ? count - 1 : null);
  }

  /// Open connections in all.
  public int total() {
    return total.get();
  }

  private static String key(InetAddress address) {
    byte[] octets = address.getAddress();
    return NetUtil.bytesToIpAddress(
        octets.length > 4
            ? Arrays.copyOf(Arrays.copyOf(octets, IPV6_SITE_OCTETS), octets.length)
            : octets);
  }
}
