package org.posthorn.smtp.outbound.route;

import java.util.Optional;
import org.posthorn.config.OutboundTls;
import org.posthorn.smtp.client.TlsDemand;
import org.posthorn.smtp.outbound.OutboundMessage;

/// Says how secure a connection to a host must be. Thread-safe.
final class TlsPolicies {
  private final OutboundTls base;
  private final WebPki webPki;

  TlsPolicies(OutboundTls base, WebPki webPki) {
    this.base = base;
    this.webPki = webPki;
  }

  /// The policy for one host.
  ///
  /// @param authenticAddresses whether DNSSEC vouches for its addresses
  HostPolicy of(OutboundMessage message, Route route, MailHost host, boolean authenticAddresses) {
    Optional<OutboundTls> stated = route.tls();
    return new HostPolicy.Connect(
        demand(stated.orElse(base), host),
        stated.isPresent() ? PolicyBasis.ROUTE : PolicyBasis.CONFIGURED);
  }

  private TlsDemand demand(OutboundTls level, MailHost host) {
    return switch (level) {
      case NONE -> new TlsDemand.None();
      case MAY -> new TlsDemand.May();
      case ENCRYPT -> new TlsDemand.Encrypt();
      case VERIFY -> new TlsDemand.Verify(webPki.forHost(host.name()));
    };
  }
}
