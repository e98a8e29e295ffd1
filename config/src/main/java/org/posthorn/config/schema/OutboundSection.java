package org.posthorn.config.schema;

import java.net.InetAddress;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.posthorn.config.AddressFamily;
import org.posthorn.config.EightBitContent;
import org.posthorn.config.OutboundConfig;
import org.posthorn.config.OutboundTls;

/// The settings of `[outbound]`.
final class OutboundSection {
  private static final Setting<OutboundConfig, Integer> PORT =
      Setting.of(
          "port",
          Types.PORT,
          OutboundConfig::port,
          """
          The port of servers found by MX look-up. Anything but 25 is for laboratories.
          """);

  private static final Setting<OutboundConfig, Optional<String>> HELO =
      Setting.of(
              "helo",
              Types.optional(Types.HOST_NAME),
              OutboundConfig::helo,
              """
          The name that we greet other servers with. It should have an address record that leads back to this host.
          """)
          .withExample("\"mail.example.org\"")
          .withDefaultDoc("`server.hostname`");

  private static final Setting<OutboundConfig, List<InetAddress>> SOURCE_ADDRESSES =
      Setting.of(
              "source-addresses",
              Types.listOf(Types.IP_ADDRESS),
              OutboundConfig::sourceAddresses,
              """
          The addresses to connect from: the first that is of the same family (IPv4, IPv6) as the other server's. With an empty list the system chooses.
          """)
          .withExample("[\"192.0.2.1\", \"2001:db8::1\"]");

  private static final Setting<OutboundConfig, AddressFamily> ADDRESS_FAMILY =
      Setting.of(
          "address-family",
          Types.choice(AddressFamily.values()),
          OutboundConfig::addressFamily,
          """
          Which addresses of other servers are tried, and which come first.
          """);

  private static final Setting<OutboundConfig, OutboundTls> TLS =
      Setting.of(
          "tls",
          Types.choice(OutboundTls.values()),
          OutboundConfig::tls,
          """
          How secure a connection must be: `none` is in the clear, `may` is TLS where the server offers it, `encrypt` demands TLS, `verify` demands a certificate of a trusted authority for the server's name too. It is the least: what a destination publishes by DANE or MTA-STS may demand more, and a route may say something else.
          """);

  private static final Setting<OutboundConfig, Boolean> DANE =
      Setting.of(
          "dane",
          Types.BOOL,
          OutboundConfig::dane,
          """
          Whether TLSA records are heeded (RFC 7672). They count only where the resolver says that DNSSEC vouches for them.
          """);

  private static final Setting<OutboundConfig, Boolean> MTA_STS =
      Setting.of(
          "mta-sts",
          Types.BOOL,
          OutboundConfig::mtaSts,
          """
          Whether MTA-STS policies of destinations are fetched and heeded (RFC 8461).
          """);

  private static final Setting<OutboundConfig, Integer> MTA_STS_PORT =
      Setting.of(
          "mta-sts-port",
          Types.PORT,
          OutboundConfig::mtaStsPort,
          """
          The port that MTA-STS policies are fetched at. Anything but 443 is for laboratories.
          """);

  private static final Setting<OutboundConfig, Optional<Path>> TRUST_STORE =
      Setting.of(
              "trust-store",
              Types.optional(Types.PATH),
              OutboundConfig::trustStore,
              """
          PEM file with the authorities whose certificates are trusted, for `verify` and MTA-STS.
          """)
          .withExample("\"tls/authorities.pem\"")
          .withDefaultDoc("the authorities that come with Java");

  private static final Setting<OutboundConfig, EightBitContent> EIGHT_BIT =
      Setting.of(
          "eight-bit",
          Types.choice(EightBitContent.values()),
          OutboundConfig::eightBit,
          """
          What becomes of a message with 8-bit octets whose next server cannot take them (there are few such): `convert` encodes its parts, which breaks DKIM signatures, `bounce` sends it back.
          """);

  private static final Setting<OutboundConfig, Boolean> CHUNKING =
      Setting.of(
          "chunking",
          Types.BOOL,
          OutboundConfig::chunking,
          """
          Whether messages are sent in chunks (BDAT) where the server can.
          """);

  private static final Setting<OutboundConfig, Integer> MAX_HOSTS =
      Setting.of(
          "max-hosts",
          Types.integer(1, 100, "servers"),
          OutboundConfig::maxHosts,
          """
          The most servers of a destination that are tried in one attempt.
          """);

  private static final Setting<OutboundConfig, Integer> MAX_ADDRESSES =
      Setting.of(
          "max-addresses",
          Types.integer(1, 100, "addresses"),
          OutboundConfig::maxAddresses,
          """
          The most addresses of each server that are tried in one attempt.
          """);

  private static final Setting<OutboundConfig, Integer> MAX_RECIPIENTS =
      Setting.of(
          "transaction-recipients",
          Types.integer(1, 1_000, "recipients"),
          OutboundConfig::transactionRecipients,
          """
          The most recipients of one transaction; more go in several. RFC 5321 lets any server count on 100.
          """);

  static final Section<OutboundConfig> SECTION =
      new Section<>(
          "outbound",
          "How mail leaves",
          """
          See docs/outbound.md.
          """,
          List.of(
              PORT,
              HELO,
              SOURCE_ADDRESSES,
              ADDRESS_FAMILY,
              TLS,
              DANE,
              MTA_STS,
              MTA_STS_PORT,
              TRUST_STORE,
              EIGHT_BIT,
              CHUNKING,
              MAX_HOSTS,
              MAX_ADDRESSES,
              MAX_RECIPIENTS),
          OutboundSection::build);

  private OutboundSection() {}

  private static OutboundConfig build(Values<OutboundConfig> v) {
    return new OutboundConfig(
        v.get(PORT),
        v.get(HELO),
        v.get(SOURCE_ADDRESSES),
        v.get(ADDRESS_FAMILY),
        v.get(TLS),
        v.get(DANE),
        v.get(MTA_STS),
        v.get(MTA_STS_PORT),
        v.get(TRUST_STORE),
        v.get(EIGHT_BIT),
        v.get(CHUNKING),
        v.get(MAX_HOSTS),
        v.get(MAX_ADDRESSES),
        v.get(MAX_RECIPIENTS),
        v.base().routes(),
        v.base().timeouts(),
        v.base().reuse());
  }
}
