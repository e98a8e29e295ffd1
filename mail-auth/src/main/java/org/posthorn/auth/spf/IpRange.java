package org.posthorn.auth.spf;

import java.net.Inet4Address;
import java.net.InetAddress;
import java.util.Optional;
import java.util.regex.Pattern;

/// The addresses that share the first bits of one. Immutable.
///
/// @param octets 4 or 16; never changed
/// @param bits how many count
record IpRange(byte[] octets, int bits) {
  private static final Pattern QUAD =
      Pattern.compile("(?:(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)(?:\\.(?!$)|$)){4}");
  private static final Pattern IP6 = Pattern.compile("(?=.*:.*:)[0-9A-Fa-f:.]{2,45}");
  private static final int MAPPED_MARK = 10;

  /// An IPv4 address as text, in four parts; empty where it is none.
  static Optional<byte[]> ip4(String text) {
    return QUAD.matcher(text).matches()
        ? Optional.of(InetAddress.ofLiteral(text).getAddress())
        : Optional.empty();
  }

  /// An IPv6 address as text; empty where it is none.
  static Optional<byte[]> ip6(String text) {
    if (!IP6.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      InetAddress address = InetAddress.ofLiteral(text);
      return Optional.of(
          address instanceof Inet4Address ? mapped(address.getAddress()) : address.getAddress());
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  private static byte[] mapped(byte[] ip4) {
    byte[] octets = new byte[16];
    octets[MAPPED_MARK] = (byte) 0xff;
    octets[MAPPED_MARK + 1] = (byte) 0xff;
    System.arraycopy(ip4, 0, octets, 12, 4);
    return octets;
  }

  /// Whether an address is among them; never where it is of the other family.
  boolean contains(InetAddress address) {
    byte[] other = address.getAddress();
    if (other.length != octets.length) {
      return false;
    }
    int whole = bits / 8;
    for (int i = 0; i < whole; i++) {
      if (octets[i] != other[i]) {
        return false;
      }
    }
    int rest = bits % 8;
    return rest == 0 || ((octets[whole] ^ other[whole]) & 0xff) >> (8 - rest) == 0;
  }
}
