package org.posthorn.config.inbound;

import java.util.List;
import org.posthorn.config.value.IpNetwork;

/// What mail from strangers has to pass: `[inbound]`. Immutable.
///
/// @param checks the checks, in order
/// @param trustedNetworks clients that no check against strangers is made for
/// @param lists `[inbound.lists]`
/// @param earlyTalker `[inbound.early-talker]`
/// @param helo `[inbound.helo]`
/// @param rates `[inbound.rates]`
/// @param harvest `[inbound.harvest]`
/// @param greylist `[inbound.greylist]`
/// @param reverseDns `[inbound.reverse-dns]`
/// @param dnsLists `[inbound.dns-lists]` and `[[inbound.dns-list]]`
/// @param senderAuthentication `[inbound.sender-authentication]` and
///     `[[inbound.sender-override]]`
/// @param clamav `[inbound.clamav]`
/// @param milters `[[inbound.milter]]`
public record InboundConfig(
    List<InboundCheck> checks,
    List<IpNetwork> trustedNetworks,
    AccessListsConfig lists,
    EarlyTalkerConfig earlyTalker,
    HeloConfig helo,
    RatesConfig rates,
    HarvestConfig harvest,
    GreylistConfig greylist,
    ReverseDnsConfig reverseDns,
    DnsListsConfig dnsLists,
    SenderAuthenticationConfig senderAuthentication,
    ClamavConfig clamav,
    List<MilterConfig> milters) {
  public InboundConfig {
    checks = List.copyOf(checks);
    trustedNetworks = List.copyOf(trustedNetworks);
    milters = List.copyOf(milters);
  }

  public static InboundConfig defaults() {
    return new InboundConfig(
        List.of(
            InboundCheck.ALLOW_LIST,
            InboundCheck.BLOCK_LIST,
            InboundCheck.EARLY_TALKER,
            InboundCheck.RATES,
            InboundCheck.HARVEST,
            InboundCheck.HELO,
            InboundCheck.DNS_LISTS,
            InboundCheck.SENDER_AUTHENTICATION,
            InboundCheck.MILTERS),
        List.of(IpNetwork.parse("127.0.0.0/8"), IpNetwork.parse("::1")),
        AccessListsConfig.defaults(),
        EarlyTalkerConfig.defaults(),
        HeloConfig.defaults(),
        RatesConfig.defaults(),
        HarvestConfig.defaults(),
        GreylistConfig.defaults(),
        ReverseDnsConfig.defaults(),
        DnsListsConfig.defaults(),
        SenderAuthenticationConfig.defaults(),
        ClamavConfig.defaults(),
        List.of());
  }

  public InboundConfig withChecks(List<InboundCheck> checks) {
    return new InboundConfig(
        checks,
        trustedNetworks,
        lists,
        earlyTalker,
        helo,
        rates,
        harvest,
        greylist,
        reverseDns,
        dnsLists,
        senderAuthentication,
        clamav,
        milters);
  }

  public InboundConfig withTrustedNetworks(List<IpNetwork> trustedNetworks) {
    return new InboundConfig(
        checks,
        trustedNetworks,
        lists,
        earlyTalker,
        helo,
        rates,
        harvest,
        greylist,
        reverseDns,
        dnsLists,
        senderAuthentication,
        clamav,
        milters);
  }

  public InboundConfig withLists(AccessListsConfig lists) {
    return new InboundConfig(
        checks,
        trustedNetworks,
        lists,
        earlyTalker,
        helo,
        rates,
        harvest,
        greylist,
        reverseDns,
        dnsLists,
        senderAuthentication,
        clamav,
        milters);
  }

  public InboundConfig withEarlyTalker(EarlyTalkerConfig earlyTalker) {
    return new InboundConfig(
        checks,
        trustedNetworks,
        lists,
        earlyTalker,
        helo,
        rates,
        harvest,
        greylist,
        reverseDns,
        dnsLists,
        senderAuthentication,
        clamav,
        milters);
  }

  public InboundConfig withHelo(HeloConfig helo) {
    return new InboundConfig(
        checks,
        trustedNetworks,
        lists,
        earlyTalker,
        helo,
        rates,
        harvest,
        greylist,
        reverseDns,
        dnsLists,
        senderAuthentication,
        clamav,
        milters);
  }

  public InboundConfig withRates(RatesConfig rates) {
    return new InboundConfig(
        checks,
        trustedNetworks,
        lists,
        earlyTalker,
        helo,
        rates,
        harvest,
        greylist,
        reverseDns,
        dnsLists,
        senderAuthentication,
        clamav,
        milters);
  }

  public InboundConfig withHarvest(HarvestConfig harvest) {
    return new InboundConfig(
        checks,
        trustedNetworks,
        lists,
        earlyTalker,
        helo,
        rates,
        harvest,
        greylist,
        reverseDns,
        dnsLists,
        senderAuthentication,
        clamav,
        milters);
  }

  public InboundConfig withGreylist(GreylistConfig greylist) {
    return new InboundConfig(
        checks,
        trustedNetworks,
        lists,
        earlyTalker,
        helo,
        rates,
        harvest,
        greylist,
        reverseDns,
        dnsLists,
        senderAuthentication,
        clamav,
        milters);
  }

  public InboundConfig withReverseDns(ReverseDnsConfig reverseDns) {
    return new InboundConfig(
        checks,
        trustedNetworks,
        lists,
        earlyTalker,
        helo,
        rates,
        harvest,
        greylist,
        reverseDns,
        dnsLists,
        senderAuthentication,
        clamav,
        milters);
  }

  public InboundConfig withDnsLists(DnsListsConfig dnsLists) {
    return new InboundConfig(
        checks,
        trustedNetworks,
        lists,
        earlyTalker,
        helo,
        rates,
        harvest,
        greylist,
        reverseDns,
        dnsLists,
        senderAuthentication,
        clamav,
        milters);
  }

  public InboundConfig withSenderAuthentication(SenderAuthenticationConfig senderAuthentication) {
    return new InboundConfig(
        checks,
        trustedNetworks,
        lists,
        earlyTalker,
        helo,
        rates,
        harvest,
        greylist,
        reverseDns,
        dnsLists,
        senderAuthentication,
        clamav,
        milters);
  }

  public InboundConfig withClamav(ClamavConfig clamav) {
    return new InboundConfig(
        checks,
        trustedNetworks,
        lists,
        earlyTalker,
        helo,
        rates,
        harvest,
        greylist,
        reverseDns,
        dnsLists,
        senderAuthentication,
        clamav,
        milters);
  }

  public InboundConfig withMilters(List<MilterConfig> milters) {
    return new InboundConfig(
        checks,
        trustedNetworks,
        lists,
        earlyTalker,
        helo,
        rates,
        harvest,
        greylist,
        reverseDns,
        dnsLists,
        senderAuthentication,
        clamav,
        milters);
  }
}
