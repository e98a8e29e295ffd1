package org.posthorn.config.value;

import java.net.InetAddress;
import java.util.regex.Pattern;

/// Reads IP addresses written as literals, without ever asking DNS.
final class IpLiterals {
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");

  private IpLiterals() {}

  static boolean looksLikeLiteral(String text) {
    return text.indexOf(':') >= 0 || IPV4.matcher(text).matches();
  }

  /// @throws IllegalArgumentException with a message for the admin
  static InetAddress parse(String text) {
    // The JDK also takes the historic short forms ("127.1"); in a configuration they are slips.
    if (looksLikeLiteral(text)) {
      try {
        return InetAddress.ofLiteral(text);
      } catch (IllegalArgumentException _) {
        // Reported below, with the same words.
      }
    }
    throw new IllegalArgumentException("\"" + text + "\" is not an IPv4 or IPv6 address");
  }

  /// The address as one writes it, without the JDK's leading slash.
  static String format(InetAddress address) {
    return address.getHostAddress();
  }
}
