package org.posthorn.smtp.outbound.route;

import java.util.List;
import java.util.Optional;
import org.posthorn.config.OutboundTls;
import org.posthorn.config.value.HostPort;
import org.posthorn.smtp.outbound.client.Login;
import org.posthorn.smtp.outbound.client.Target;

/// Which way mail for a destination goes. Immutable.
///
/// @param hosts the servers, best first; empty where MX records name them
/// @param protocol what is spoken there
/// @param tls how secure connections must be, whatever the destination publishes; empty where
///     nothing was said
/// @param implicitTls whether TLS starts with the first octet
/// @param login what to log in with
record Route(
    List<HostPort> hosts,
    Target.Protocol protocol,
    Optional<OutboundTls> tls,
    boolean implicitTls,
    Optional<Login> login) {
  /// By MX look-up, with nothing special.
  static final Route DIRECT =
      new Route(List.of(), Target.Protocol.SMTP, Optional.empty(), false, Optional.empty());

  Route {
    hosts = List.copyOf(hosts);
  }

  /// Whether MX records name the servers.
  boolean byMx() {
    return hosts.isEmpty();
  }
}
