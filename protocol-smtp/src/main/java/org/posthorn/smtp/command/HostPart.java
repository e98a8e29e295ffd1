package org.posthorn.smtp.command;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;

/// What stands behind the `@` of an envelope address (RFC 5321 §4.1.2, §4.1.3).
public sealed interface HostPart {
  /// As it is written on the wire.
  String wire();

  /// A domain name, as sent.
  ///
  /// @param name labels of letters, digits, hyphens and underscores, U-labels too (RFC 6531
  ///     §3.3); no dot at the end
  record Domain(String name) implements HostPart {
    @Override
    public String wire() {
      return name;
    }

    /// Whether it has no character outside ASCII.
    public boolean isAscii() {
      return name.length() == name.getBytes(StandardCharsets.UTF_8).length;
    }
  }

  /// An address literal, `[192.0.2.1]` or `[IPv6:2001:db8::1]`.
  record IpLiteral(InetAddress address) implements HostPart {
    @Override
    public String wire() {
      return of(address);
    }

    /// How an address is written as a literal.
    public static String of(InetAddress address) {
      String text = address.getHostAddress();
      int scope = text.indexOf('%');
      String plain = scope < 0 ? text : text.substring(0, scope);
      return address instanceof Inet6Address ? "[IPv6:" + plain + "]" : "[" + plain + "]";
    }
  }

  /// A literal of another kind, `[tag:text]`: valid, and never ours.
  record GeneralLiteral(String text) implements HostPart {
    @Override
    public String wire() {
      return "[" + text + "]";
    }
  }
}
