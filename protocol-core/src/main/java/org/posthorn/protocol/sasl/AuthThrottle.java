package org.posthorn.protocol.sasl;

import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;
import com.github.benmanes.caffeine.cache.Ticker;
import java.net.InetAddress;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.posthorn.config.value.IpNetwork;
import org.posthorn.storage.state.SharedCounts;

/// Counts failed logins by address (IPv6: by /64), in memory and, where daemons share counters,
/// there too: an address is refused where either has enough of it. Thread-safe.
public final class AuthThrottle {
  private static final int MAX_ADDRESSES = 100_000;
  private static final int IPV6_SITE_OCTETS = 8;

  private final int limit;
  private final List<IpNetwork> exempt;
  private final Cache<ByteBuffer, AtomicInteger> failures;
  private final Duration window;
  private final SharedCounts shared;

  /// @param limit failures in a window after which an address is refused; 0 for none
  /// @param window how long failures count, from the first one
  /// @param exempt networks that are never refused
  public AuthThrottle(int limit, Duration window, List<IpNetwork> exempt) {
    this(limit, window, exempt, SharedCounts.NONE);
  }

  /// @param shared counts of all daemons
  public AuthThrottle(int limit, Duration window, List<IpNetwork> exempt, SharedCounts shared) {
    this(limit, window, exempt, shared, Ticker.systemTicker());
  }

  AuthThrottle(
      int limit, Duration window, List<IpNetwork> exempt, SharedCounts shared, Ticker ticker) {
    this.limit = limit;
    this.window = window;
    this.shared = shared;
    this.exempt = List.copyOf(exempt);
    this.failures =
        Caffeine.newBuilder()
            .executor(Runnable::run)
            .maximumSize(MAX_ADDRESSES)
            .expireAfterWrite(window) // counting up is no write
            .ticker(ticker)
            .build();
  }

  /// Whether logins from the address are refused now.
  public boolean isBlocked(InetAddress address) {
    if (limit == 0) {
      return false;
    }
    AtomicInteger count = failures.getIfPresent(key(address));
    return exempt.stream().noneMatch(network -> network.contains(address))
        && ((count != null && count.get() >= limit)
            || shared.count(name(address)).orElse(0) >= limit);
  }

  /// A login from the address has failed.
  public void failed(InetAddress address) {
    failures.get(key(address), _ -> new AtomicInteger()).incrementAndGet();
    shared.add(name(address), window);
  }

  private static String name(InetAddress address) {
    return "login:" + HexFormat.of().formatHex(key(address).array());
  }

  private static ByteBuffer key(InetAddress address) {
    byte[] octets = address.getAddress();
    return ByteBuffer.wrap(octets.length > 4 ? Arrays.copyOf(octets, IPV6_SITE_OCTETS) : octets);
  }
}
