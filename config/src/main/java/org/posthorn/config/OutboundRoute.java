package org.posthorn.config;

import java.util.List;
import java.util.Optional;
import org.posthorn.config.value.HostPort;
import org.posthorn.config.value.Secret;

/// Where mail for some domains goes: one `[[outbound.route]]`. Immutable.
///
/// @param domain the domain, `*.` and a domain for all below it, or `*` for all
/// @param hosts the servers, best first; empty means those that MX records name
/// @param protocol what is spoken to them
/// @param tls how secure connections must be; empty means as `[outbound]` says, and with a login
///     `verify`
/// @param implicitTls whether TLS starts with the first octet
/// @param user what to log in as
/// @param password and with which password
public record OutboundRoute(
    String domain,
    List<HostPort> hosts,
    RouteProtocol protocol,
    Optional<OutboundTls> tls,
    boolean implicitTls,
    Optional<String> user,
    Optional<Secret> password) {
  public OutboundRoute {
    hosts = List.copyOf(hosts);
  }

  /// A route by SMTP without a login.
  public static OutboundRoute of(String domain, List<HostPort> hosts) {
    return new OutboundRoute(
        domain,
        hosts,
        RouteProtocol.SMTP,
        Optional.empty(),
        false,
        Optional.empty(),
        Optional.empty());
  }

  public OutboundRoute withTls(OutboundTls tls) {
    return new OutboundRoute(
        domain, hosts, protocol, Optional.of(tls), implicitTls, user, password);
  }

  public OutboundRoute withImplicitTls(boolean implicitTls) {
    return new OutboundRoute(domain, hosts, protocol, tls, implicitTls, user, password);
  }

  public OutboundRoute withProtocol(RouteProtocol protocol) {
    return new OutboundRoute(domain, hosts, protocol, tls, implicitTls, user, password);
  }

  public OutboundRoute withLogin(String user, Secret password) {
    return new OutboundRoute(
        domain, hosts, protocol, tls, implicitTls, Optional.of(user), Optional.of(password));
  }
}
