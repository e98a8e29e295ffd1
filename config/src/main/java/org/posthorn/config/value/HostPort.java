package org.posthorn.config.value;

import java.net.InetSocketAddress;

/// A host (name or IP literal) with a port: `"192.0.2.1:53"`, `"[2001:db8::1]:53"`,
/// `"dns.example.org:53"`. Ports are 1 to 65535. Immutable.
///
/// @param host the name or the literal, without brackets
public record HostPort(String host, int port) {

  public HostPort {
    if (IpLiterals.looksLikeLiteral(host)) {
      IpLiterals.parse(host);
    } else if (!HostNames.isValid(host)) {
      throw new IllegalArgumentException("\"" + host + "\" is not a host name or an address");
    }
    if (port < 1 || port > 65535) {
      throw new IllegalArgumentException("port " + port + " is out of range: 1 to 65535");
    }
  }

  /// Reads `host`, `host:port`, `[address]`, `[address]:port` or a bare IPv6 address.
  ///
  /// @param defaultPort what is meant where the text names no port
  /// @throws IllegalArgumentException with a message for the admin
  public static HostPort parse(String text, int defaultPort) {
    String trimmed = text.strip();
    if (trimmed.startsWith("[")) {
      int close = trimmed.indexOf(']');
      if (close < 0) {
        throw new IllegalArgumentException("\"" + text + "\" opens a bracket and never closes it");
      }
      String rest = trimmed.substring(close + 1);
      if (!rest.isEmpty() && rest.charAt(0) != ':') {
        throw new IllegalArgumentException("\"" + text + "\" has no colon before the port");
      }
      String port = rest.isEmpty() ? "" : rest.substring(1);
      return new HostPort(
          trimmed.substring(1, close), rest.isEmpty() ? defaultPort : port(text, port));
    }
    int colon = trimmed.indexOf(':');
    if (colon < 0 || trimmed.indexOf(':', colon + 1) >= 0) {
      return new HostPort(trimmed, defaultPort);
    }
    return new HostPort(trimmed.substring(0, colon), port(text, trimmed.substring(colon + 1)));
  }

  private static int port(String text, String digits) {
    if (digits.isEmpty() || digits.length() > 5 || !digits.chars().allMatch(Character::isDigit)) {
      throw new IllegalArgumentException("\"" + text + "\" has no port number after the colon");
    }
    return Integer.parseInt(digits);
  }

  /// The socket address; a host that is a name stays unresolved, nothing is asked.
  public InetSocketAddress toSocketAddress() {
    return IpLiterals.looksLikeLiteral(host)
        ? new InetSocketAddress(IpLiterals.parse(host), port)
        : InetSocketAddress.createUnresolved(host, port);
  }

  @Override
  public String toString() {
    return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
  }
}
