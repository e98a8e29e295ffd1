package org.posthorn.server.daemon;

import org.posthorn.auth.dns.Dns;
import org.posthorn.auth.dns.DnsSettings;
import org.posthorn.auth.dns.ResolverDns;
import org.posthorn.config.DnsConfig;
import org.posthorn.config.value.HostPort;

/// Makes the one way in which this daemon asks the DNS, so that everybody shares its cache.
final class DnsSetup {
  private DnsSetup() {}

  /// As `[dns]` says.
  static Dns of(DnsConfig config) {
    return new ResolverDns(
        DnsSettings.defaults()
            .withServers(config.servers().stream().map(HostPort::toSocketAddress).toList())
            .withTimeout(config.timeout())
            .withTries(config.tries())
            .withCacheEntries(config.cacheSize()));
  }
}
