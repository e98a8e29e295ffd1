package org.posthorn.smtp.outbound.route;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.posthorn.auth.dns.Dns;
import org.posthorn.auth.dns.DnsAnswer;
import org.posthorn.auth.dns.TlsaRecord;
import org.posthorn.config.OutboundConfig;
import org.posthorn.config.OutboundTls;
import org.posthorn.smtp.outbound.OutboundMessage;
import org.posthorn.smtp.outbound.OutboundMessage.TlsWish;
import org.posthorn.smtp.outbound.client.TlsDemand;
import org.posthorn.smtp.outbound.client.TlsFailure;
import org.posthorn.smtp.outbound.sts.StsPolicies;
import org.posthorn.smtp.outbound.sts.StsPolicy;

/// Says how secure a connection to a host must be. Thread-safe.
///
/// What a route states comes first; then what the destination publishes, DANE before MTA-STS (RFC
/// 8461 §2); then `outbound.tls`, which is also the least. REQUIRETLS makes it a verified
/// connection in any case, `TLS-Required: No` leaves aside what is published (RFC 8689).
final class TlsPolicies {
  private final OutboundConfig config;
  private final Dns dns;
  private final StsPolicies sts;
  private final WebPki webPki;

  TlsPolicies(OutboundConfig config, Dns dns, StsPolicies sts, WebPki webPki) {
    this.config = config;
    this.dns = dns;
    this.sts = sts;
    this.webPki = webPki;
  }

  /// The policy for one host.
  ///
  /// @param authenticAddresses whether DNSSEC vouches for its addresses
  HostPolicy of(OutboundMessage message, Route route, MailHost host, boolean authenticAddresses) {
    HostPolicy policy = withoutWish(message, route, host, authenticAddresses);
    if (message.tls() != TlsWish.REQUIRED || !(policy instanceof HostPolicy.Connect connect)) {
      return policy;
    }
    if (connect.demand() instanceof TlsDemand.Verify) {
      return new HostPolicy.Connect(connect.demand(), PolicyBasis.REQUIRETLS);
    }
    // RFC 8689 §4.2.1: it must be sure which servers the destination has.
    boolean sure = host.authentic() || isNamedByPolicy(message, host);
    return sure
        ? new HostPolicy.Connect(verified(host), PolicyBasis.REQUIRETLS)
        : new HostPolicy.Skip(
            Troubles.at(
                host.name(),
                5,
                7,
                30,
                "REQUIRETLS: nothing shows that " + host.name() + " is the destination's server"),
            PolicyBasis.REQUIRETLS,
            Optional.of(TlsFailure.REQUIRETLS_NOT_SUPPORTED));
  }

  private boolean isNamedByPolicy(OutboundMessage message, MailHost host) {
    return config.mtaSts()
        && sts.of(message.destination()).map(policy -> policy.names(host.name())).orElse(false);
  }

  private HostPolicy withoutWish(
      OutboundMessage message, Route route, MailHost host, boolean authenticAddresses) {
    if (route.tls().isPresent()) {
      return new HostPolicy.Connect(demand(route.tls().get(), host), PolicyBasis.ROUTE);
    }
    HostPolicy configured =
        new HostPolicy.Connect(demand(config.tls(), host), PolicyBasis.CONFIGURED);
    if (!route.byMx() || message.tls() == TlsWish.OPTIONAL) {
      return configured;
    }
    return (config.dane() && host.authentic() && authenticAddresses
            ? dane(message, host)
            : Optional.<HostPolicy>empty())
        .or(() -> config.mtaSts() ? mtaSts(message, host) : Optional.empty())
        .orElse(configured);
  }

  /// What TLSA records say (RFC 7672 §2.2); empty where there are none.
  private Optional<HostPolicy> dane(OutboundMessage message, MailHost host) {
    return switch (dns.tlsa("_" + host.port() + "._tcp." + host.name())) {
      case DnsAnswer.Found<TlsaRecord>(var records, boolean authentic) -> {
        List<TlsaRecord> usable = records.stream().filter(DaneCheck::isUsable).toList();
        if (!authentic) {
          yield Optional.empty();
        }
        TlsDemand demand =
            usable.isEmpty()
                // RFC 7672 §2.2: encrypted all the same, with nobody in particular.
                ? (config.tls() == OutboundTls.VERIFY ? verified(host) : new TlsDemand.Encrypt())
                : new TlsDemand.Verify(
                    new DaneCheck(usable, Set.of(host.name(), message.destination())));
        yield Optional.of(new HostPolicy.Connect(demand, PolicyBasis.DANE));
      }
      case DnsAnswer.NoData<TlsaRecord> _, DnsAnswer.NoName<TlsaRecord> _ -> Optional.empty();
      // RFC 7672 §2.1.2: whoever can suppress the answer must not win by it.
      case DnsAnswer.Failed<TlsaRecord>(String reason) ->
          Optional.of(
              new HostPolicy.Skip(
                  Troubles.at(
                      host.name(),
                      4,
                      7,
                      5,
                      "DNS says nothing of TLSA records of " + host.name() + ": " + reason),
                  PolicyBasis.DANE,
                  Optional.of(TlsFailure.DNSSEC_INVALID)));
    };
  }

  private Optional<HostPolicy> mtaSts(OutboundMessage message, MailHost host) {
    Optional<StsPolicy> found =
        message.destination().startsWith("[") ? Optional.empty() : sts.of(message.destination());
    if (found.isEmpty() || found.get().mode() != StsPolicy.Mode.ENFORCE) {
      return Optional.empty();
    }
    return Optional.of(
        found.get().names(host.name())
            ? new HostPolicy.Connect(verified(host), PolicyBasis.MTA_STS)
            : new HostPolicy.Skip(
                Troubles.at(
                    host.name(),
                    4,
                    7,
                    5,
                    "the MTA-STS policy of "
                        + message.destination()
                        + " does not name "
                        + host.name()),
                PolicyBasis.MTA_STS,
                Optional.of(TlsFailure.STS_MX_MISMATCH)));
  }

  private TlsDemand verified(MailHost host) {
    return new TlsDemand.Verify(webPki.forHost(host.name()));
  }

  private TlsDemand demand(OutboundTls level, MailHost host) {
    return switch (level) {
      case NONE -> new TlsDemand.None();
      case MAY -> new TlsDemand.May();
      case ENCRYPT -> new TlsDemand.Encrypt();
      case VERIFY -> verified(host);
    };
  }
}
