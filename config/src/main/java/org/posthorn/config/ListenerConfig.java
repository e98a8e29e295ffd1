package org.posthorn.config;

import java.util.List;
import org.posthorn.config.value.BindAddress;
import org.posthorn.config.value.IpNetwork;

/// One address and port that is listened on: one `[[listener]]`. Immutable.
///
/// @param name its name in logs and metrics, unique
/// @param protocol what is spoken on it
/// @param address the address it is bound to
/// @param port the port, 1 to 65535; 0, any free port, is for tests only and cannot be written in a
///     file
/// @param tls how TLS comes to a connection
/// @param proxyProtocolFrom peers that must start with a PROXY protocol header, from no other is it
///     taken
public record ListenerConfig(
    String name,
    ListenerProtocol protocol,
    BindAddress address,
    int port,
    TlsMode tls,
    List<IpNetwork> proxyProtocolFrom) {
  public ListenerConfig {
    proxyProtocolFrom = List.copyOf(proxyProtocolFrom);
  }

  /// A listener without PROXY protocol, named after its protocol and port.
  public static ListenerConfig of(
      ListenerProtocol protocol, BindAddress address, int port, TlsMode tls) {
    return new ListenerConfig(
        protocol.text() + "-" + port, protocol, address, port, tls, List.of());
  }

  /// The seven standard listeners on all addresses.
  public static List<ListenerConfig> standard() {
    return List.of(
        standard("smtp", ListenerProtocol.SMTP, 25, TlsMode.STARTTLS),
        standard("submission", ListenerProtocol.SUBMISSION, 587, TlsMode.STARTTLS),
        standard("submissions", ListenerProtocol.SUBMISSION, 465, TlsMode.IMPLICIT),
        standard("imap", ListenerProtocol.IMAP, 143, TlsMode.STARTTLS),
        standard("imaps", ListenerProtocol.IMAP, 993, TlsMode.IMPLICIT),
        standard("pop3", ListenerProtocol.POP3, 110, TlsMode.STARTTLS),
        standard("pop3s", ListenerProtocol.POP3, 995, TlsMode.IMPLICIT));
  }

  private static ListenerConfig standard(
      String name, ListenerProtocol protocol, int port, TlsMode tls) {
    return new ListenerConfig(name, protocol, BindAddress.ANY, port, tls, List.of());
  }

  public ListenerConfig withName(String name) {
    return new ListenerConfig(name, protocol, address, port, tls, proxyProtocolFrom);
  }

  public ListenerConfig withAddress(BindAddress address) {
    return new ListenerConfig(name, protocol, address, port, tls, proxyProtocolFrom);
  }

  public ListenerConfig withPort(int port) {
    return new ListenerConfig(name, protocol, address, port, tls, proxyProtocolFrom);
  }

  public ListenerConfig withTls(TlsMode tls) {
    return new ListenerConfig(name, protocol, address, port, tls, proxyProtocolFrom);
  }

  public ListenerConfig withProxyProtocolFrom(List<IpNetwork> proxyProtocolFrom) {
    return new ListenerConfig(name, protocol, address, port, tls, proxyProtocolFrom);
  }
}
