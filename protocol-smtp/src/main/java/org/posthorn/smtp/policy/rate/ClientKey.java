package org.posthorn.smtp.policy.rate;

import java.net.InetAddress;
import org.posthorn.smtp.policy.lists.NetworkSet;

/// How clients are told apart when they are counted: an IPv4 address is one, with IPv6 a /64 is,
/// since whoever has one address there has them all.
public final class ClientKey {
  private static final int IPV4 = 4;

  private ClientKey() {}

  /// One client.
  public static String address(InetAddress client) {
    return client.getAddress().length == IPV4
        ? client.getHostAddress()
        : NetworkSet.around(client, 64).toString();
  }

  /// The network that it is in: /24, with IPv6 so many bits.
  ///
  /// @param bits6 prefix length with IPv6
  public static String network(InetAddress client, int bits6) {
    return NetworkSet.around(client, client.getAddress().length == IPV4 ? 24 : bits6).toString();
  }
}
