package org.posthorn.config;

import java.time.Duration;
import java.util.List;
import org.posthorn.config.value.HostPort;

/// How DNS is asked: `[dns]`. Immutable.
///
/// @param servers the resolvers; empty means those of the system
/// @param timeout how long one question to one server may take
/// @param tries how often a question is asked before it is given up for now
/// @param cacheSize answers that are remembered; 0 means none
public record DnsConfig(List<HostPort> servers, Duration timeout, int tries, int cacheSize) {
  public DnsConfig {
    servers = List.copyOf(servers);
  }

  public static DnsConfig defaults() {
    return new DnsConfig(List.of(), Duration.ofSeconds(5), 3, 50_000);
  }

  public DnsConfig withServers(List<HostPort> servers) {
    return new DnsConfig(servers, timeout, tries, cacheSize);
  }

  public DnsConfig withTimeout(Duration timeout) {
    return new DnsConfig(servers, timeout, tries, cacheSize);
  }

  public DnsConfig withTries(int tries) {
    return new DnsConfig(servers, timeout, tries, cacheSize);
  }
}
