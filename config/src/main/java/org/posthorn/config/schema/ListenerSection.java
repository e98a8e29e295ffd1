package org.posthorn.config.schema;

import java.util.List;
import org.posthorn.config.ListenerConfig;
import org.posthorn.config.ListenerProtocol;
import org.posthorn.config.TlsMode;
import org.posthorn.config.value.BindAddress;
import org.posthorn.config.value.IpNetwork;

/// The settings of `[[listener]]`.
final class ListenerSection {
  private static final Setting<ListenerConfig, String> NAME =
      Setting.of(
              "name",
              Types.TEXT,
              ListenerConfig::name,
              """
          A name for logs and metrics. Each listener has another one.
          """)
          .withDefaultDoc("protocol and port: `imap-143`");

  private static final Setting<ListenerConfig, ListenerProtocol> PROTOCOL =
      Setting.of(
              "protocol",
              Types.choice(ListenerProtocol.values()),
              ListenerConfig::protocol,
              """
          What is spoken: `smtp` takes mail for local domains from anybody, `submission` takes mail from users who log in,
          `lmtp` takes it from a mail server in front (see `smtp.lmtp-networks`).
          """)
          .withExample("\"imap\"")
          .asRequired();

  private static final Setting<ListenerConfig, BindAddress> ADDRESS =
      Setting.of(
          "address",
          Types.BIND_ADDRESS,
          ListenerConfig::address,
          """
          The address to listen on. `"*"` means all, IPv4 and IPv6; `"0.0.0.0"` means all of IPv4.
          """);

  private static final Setting<ListenerConfig, Integer> PORT =
      Setting.of(
              "port",
              Types.PORT,
              ListenerConfig::port,
              """
          The port to listen on.
          """)
          .withExample("143")
          .asRequired();

  private static final Setting<ListenerConfig, TlsMode> TLS =
      Setting.of(
              "tls",
              Types.choice(TlsMode.values()),
              ListenerConfig::tls,
              """
          `implicit` is TLS from the first byte, `starttls` is TLS when the client asks for it, `none` is no TLS at all.
          """)
          .withExample("\"starttls\"")
          .asRequired();

  private static final Setting<ListenerConfig, List<IpNetwork>> PROXY_PROTOCOL_FROM =
      Setting.of(
              "proxy-protocol-from",
              Types.listOf(Types.NETWORK),
              ListenerConfig::proxyProtocolFrom,
              """
          Proxies in front of this listener. A connection from there must start with a PROXY protocol header (version 1 or 2),
          and the address in it is taken for the client's. From anywhere else such a header is an error.
          """)
          .withExample("[\"10.0.0.0/8\", \"fd00::/8\"]");

  static final Section<ListenerConfig> SECTION =
      new Section<>(
          "listener",
          "Listeners",
          """
          One table for each address and port that the daemon listens on. Without any, it listens on all addresses at the
          seven standard ports shown here.
          """,
          List.of(NAME, PROTOCOL, ADDRESS, PORT, TLS, PROXY_PROTOCOL_FROM),
          ListenerSection::build);

  private ListenerSection() {}

  private static ListenerConfig build(Values<ListenerConfig> v) {
    return new ListenerConfig(
        v.get(NAME).isEmpty() ? v.get(PROTOCOL).text() + "-" + v.get(PORT) : v.get(NAME),
        v.get(PROTOCOL),
        v.get(ADDRESS),
        v.get(PORT),
        v.get(TLS),
        v.get(PROXY_PROTOCOL_FROM));
  }

  /// What an entry of the list starts from.
  static ListenerConfig template() {
    return new ListenerConfig(
        "", ListenerProtocol.SMTP, BindAddress.ANY, 0, TlsMode.NONE, List.of());
  }
}
