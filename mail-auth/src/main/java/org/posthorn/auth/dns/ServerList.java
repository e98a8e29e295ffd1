package org.posthorn.auth.dns;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;
import org.xbill.DNS.ResolverConfig;

/// The resolvers to ask: those of the settings, else those of the system, which may change while
/// the program runs and are read again every half minute. Thread-safe.
final class ServerList {
  private static final long FRESH = Duration.ofSeconds(30).toNanos();

  private final DnsSettings settings;
  private final LongSupplier nanos;
  private final ReentrantLock reading = new ReentrantLock();
  private volatile Snapshot snapshot;

  private record Snapshot(List<NameServer> servers, long taken) {
    boolean has(List<InetSocketAddress> addresses) {
      return servers.stream().map(NameServer::address).toList().equals(addresses);
    }
  }

  ServerList(DnsSettings settings, LongSupplier nanos) {
    this.settings = settings;
    this.nanos = nanos;
    List<InetSocketAddress> addresses =
        settings.servers().isEmpty()
            ? ResolverConfig.getCurrentConfig().servers()
            : settings.servers();
    long now = nanos.getAsLong();
    snapshot = new Snapshot(servers(addresses, now), now);
  }

  List<NameServer> current() {
    long now = nanos.getAsLong();
    boolean stale = settings.servers().isEmpty() && now - snapshot.taken() >= FRESH;
    // Whoever comes first reads; the others go on with what there is.
    if (stale && reading.tryLock()) {
      try {
        readAgain(now);
      } finally {
        reading.unlock();
      }
    }
    return snapshot.servers();
  }

  private void readAgain(long now) {
    ResolverConfig.refresh();
    List<InetSocketAddress> addresses = ResolverConfig.getCurrentConfig().servers();
    boolean same = addresses.isEmpty() || snapshot.has(addresses);
    snapshot = new Snapshot(same ? snapshot.servers() : servers(addresses, now), now);
  }

  private List<NameServer> servers(List<InetSocketAddress> addresses, long now) {
    return addresses.stream()
        .map(a -> new NameServer(a, settings.trust().trusts(a), settings.timeout(), now))
        .toList();
  }
}
