package org.posthorn.auth.dns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;

/// How [ResolverDns] asks. Immutable.
///
/// @param servers the resolvers, in order of preference; empty means those of the system, which
///     are looked up again from time to time
/// @param timeout how long one question to one resolver may take, UDP and TCP together
/// @param tries how often a question is asked before it has failed for now, at least 1
/// @param cacheEntries answers that are remembered, and their size as KB; 0 means none
/// @param trust whose word on DNSSEC is believed
public record DnsSettings(
    List<InetSocketAddress> servers,
    Duration timeout,
    int tries,
    int cacheEntries,
    DnssecTrust trust) {
  public DnsSettings {
    servers = List.copyOf(servers);
    if (timeout.isNegative() || timeout.isZero()) {
      throw new IllegalArgumentException("the time-out must be longer than nothing");
    }
    if (tries < 1 || cacheEntries < 0) {
      throw new IllegalArgumentException("tries " + tries + ", cache entries " + cacheEntries);
    }
  }

  /// The system's resolvers, five seconds, three tries, 50,000 answers.
  public static DnsSettings defaults() {
    return new DnsSettings(List.of(), Duration.ofSeconds(5), 3, 50_000, DnssecTrust.LOOPBACK);
  }

  public DnsSettings withServers(List<InetSocketAddress> servers) {
    return new DnsSettings(servers, timeout, tries, cacheEntries, trust);
  }

  public DnsSettings withTimeout(Duration timeout) {
    return new DnsSettings(servers, timeout, tries, cacheEntries, trust);
  }

  public DnsSettings withTries(int tries) {
    return new DnsSettings(servers, timeout, tries, cacheEntries, trust);
  }

  public DnsSettings withCacheEntries(int cacheEntries) {
    return new DnsSettings(servers, timeout, tries, cacheEntries, trust);
  }

  public DnsSettings withTrust(DnssecTrust trust) {
    return new DnsSettings(servers, timeout, tries, cacheEntries, trust);
  }
}
