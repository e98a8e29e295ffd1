package org.posthorn.protocol.net;

import java.net.InetSocketAddress;
import java.util.List;
import java.util.Optional;
import org.posthorn.config.ConnectionLimits;
import org.posthorn.config.ListenerConfig;
import org.posthorn.config.TlsMode;
import org.posthorn.config.value.IpNetwork;
import org.posthorn.protocol.tls.TlsContexts;

/// What a listener listens on.
///
/// @param address address and port; port 0 takes a free one
/// @param implicitTls whether TLS begins with the first octet (RFC 8314 §3)
/// @param tls certificates: needed for implicit TLS; without it STARTTLS is not offered
/// @param proxies networks whose connections begin with a PROXY protocol header (version 1 or 2)
///     that names the client;
///     connections from elsewhere are taken as they are
/// @param limits how many connections the protocol may have, counted over all its listeners
public record ListenerSpec(
    InetSocketAddress address,
    boolean implicitTls,
    Optional<TlsContexts> tls,
    List<IpNetwork> proxies,
    ConnectionLimits limits) {

  public ListenerSpec {
    if (implicitTls && tls.isEmpty()) {
      throw new IllegalArgumentException("implicit TLS needs a certificate");
    }
    proxies = List.copyOf(proxies);
  }

  /// The listener that a configuration describes.
  ///
  /// @param tls the daemon's certificates, empty if it has none
  public static ListenerSpec of(
      ListenerConfig config, ConnectionLimits limits, Optional<TlsContexts> tls) {
    return new ListenerSpec(
        config.address().withPort(config.port()),
        config.tls() == TlsMode.IMPLICIT,
        config.tls() == TlsMode.NONE ? Optional.empty() : tls,
        config.proxyProtocolFrom(),
        limits);
  }
}
