package org.posthorn.protocol.tls;

import io.netty.channel.ChannelHandler;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.posthorn.config.CertificateConfig;
import org.posthorn.config.TlsConfig;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The server's certificates, chosen by the name that the client asks for (RFC 6066 §3): a
/// certificate for exactly that name, else a wildcard for it (RFC 6125 §6.4.3: one label, the
/// leftmost), else the first of the configuration.
///
/// Files that change are read again; sessions go on with what they have. Thread-safe.
public final class TlsContexts implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(TlsContexts.class);

  private record Snapshot(TlsIdentity fallback, Map<String, TlsIdentity> byName) {}

  private final TlsConfig config;
  private final List<CertificateEntry> entries = new ArrayList<>();
  private final TicketKeys tickets;
  private final ContextFactory factory;
  private final List<TlsIdentity> retired = new ArrayList<>();
  private volatile Snapshot snapshot;
  private volatile Thread watcher = Thread.ofVirtual().unstarted(() -> {});

  private TlsContexts(TlsConfig config, InstantSource clock) throws IOException {
    this.config = config;
    this.tickets = new TicketKeys(clock);
    this.factory = new ContextFactory(config, tickets);
    for (CertificateConfig files : config.certificates()) {
      entries.add(new CertificateEntry(files, factory));
    }
    this.snapshot = snapshot(entries);
    LOG.atDebug().addKeyValue("native", factory.isNative()).log("TLS ready");
  }

  /// Reads all certificates.
  ///
  /// @param config needs at least one certificate; the first is for clients that ask for no name,
  ///     or for an unknown one
  /// @throws IOException names the file that cannot be used and says why
  public static TlsContexts open(TlsConfig config) throws IOException {
    return open(config, InstantSource.system());
  }

  static TlsContexts open(TlsConfig config, InstantSource clock) throws IOException {
    if (config.certificates().isEmpty()) {
      throw new IllegalArgumentException("no certificate");
    }
    return new TlsContexts(config, clock);
  }

  /// Whether TLS is done by BoringSSL rather than by the JDK.
  public boolean isNative() {
    return factory.isNative();
  }

  /// A handler to be put first into a channel's pipeline: does the server's side of TLS.
  public ChannelHandler newHandler(Duration handshakeTimeout) {
    return new SniSelector(this, handshakeTimeout);
  }

  /// Looks at the files now and then, as configured, until closed.
  public void watch() {
    Duration interval = config.reloadInterval();
    if (interval.isZero()) {
      return;
    }
    watcher =
        Thread.ofVirtual()
            .name("certificates")
            .start(
                () -> {
                  try {
                    while (true) {
                      Thread.sleep(interval);
                      refresh();
                    }
                  } catch (InterruptedException _) {
                    // Closed.
                  }
                });
  }

  /// Reads changed files again, and changes ticket keys when it is time.
  public synchronized void refresh() {
    // Not before the next call: a handshake may just be about to take a retired one.
    retired.forEach(identity -> ReferenceCountUtil.release(identity.context()));
    retired.clear();
    boolean changed = false;
    for (CertificateEntry entry : entries) {
      TlsIdentity old = entry.identity();
      if (entry.refresh()) {
        retired.add(old);
        changed = true;
      }
    }
    if (changed) {
      snapshot = snapshot(entries);
    }
    if (tickets.rotate()) {
      entries.forEach(entry -> factory.useTickets(entry.identity().context()));
    }
  }

  /// Ends watching and frees the certificates; connections that exist go on.
  @Override
  public synchronized void close() {
    watcher.interrupt();
    retired.forEach(identity -> ReferenceCountUtil.release(identity.context()));
    retired.clear();
    entries.forEach(entry -> ReferenceCountUtil.release(entry.identity().context()));
    entries.clear();
  }

  TlsIdentity choose(String hostName) {
    Snapshot now = snapshot;
    String name = hostName.toLowerCase(Locale.ROOT);
    TlsIdentity exact = now.byName().get(name);
    if (exact != null) {
      return exact;
    }
    int dot = name.indexOf('.');
    TlsIdentity wildcard = dot < 0 ? null : now.byName().get("*" + name.substring(dot));
    return wildcard != null ? wildcard : now.fallback();
  }

  private static Snapshot snapshot(List<CertificateEntry> entries) {
    Map<String, TlsIdentity> byName = new LinkedHashMap<>();
    for (CertificateEntry entry : entries) {
      entry.identity().names().forEach(name -> byName.putIfAbsent(name, entry.identity()));
    }
    return new Snapshot(entries.getFirst().identity(), Map.copyOf(byName));
  }
}
