package org.posthorn.config.value;

import java.net.InetAddress;
import java.net.UnknownHostException;

/// A range of IP addresses in CIDR form: `"10.0.0.0/8"`, `"2001:db8::/32"`; an address alone means
/// that address only (RFC 4632, RFC 4291 §2.3).
///
/// Bits after the prefix must be zero. An IPv4 address mapped into IPv6 counts as IPv4. Immutable.
public record IpNetwork(InetAddress address, int prefixLength) {

  public IpNetwork {
    int bits = address.getAddress().length * 8;
    if (prefixLength < 0 || prefixLength > bits) {
      throw new IllegalArgumentException(
          "/" + prefixLength + " is out of range: the prefix length is 0 to " + bits);
    }
    InetAddress first = masked(address, prefixLength);
    if (!first.equals(address)) {
      throw new IllegalArgumentException(
          IpLiterals.format(address)
              + "/"
              + prefixLength
              + " has bits set after its prefix: write "
              + IpLiterals.format(first)
              + "/"
              + prefixLength);
    }
  }

  /// Reads the text form.
  ///
  /// @throws IllegalArgumentException with a message for the admin, if the text is not a network
  public static IpNetwork parse(String text) {
    String trimmed = text.strip();
    int slash = trimmed.indexOf('/');
    if (trimmed.indexOf('%') >= 0) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a network: it names an interface");
    }
    if (slash < 0) {
      InetAddress address = IpLiterals.parse(trimmed);
      return new IpNetwork(address, address.getAddress().length * 8);
    }
    InetAddress address = IpLiterals.parse(trimmed.substring(0, slash));
    return new IpNetwork(address, prefix(text, trimmed.substring(slash + 1)));
  }

  private static int prefix(String text, String digits) {
    if (digits.isEmpty() || digits.length() > 3 || !digits.chars().allMatch(Character::isDigit)) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not a network: write an address, a slash and a prefix length");
    }
    return Integer.parseInt(digits);
  }

  /// Whether the address lies in this network; an address of the other family never does.
  public boolean contains(InetAddress candidate) {
    byte[] mine = address.getAddress();
    byte[] theirs = candidate.getAddress();
    if (mine.length != theirs.length) {
      return false;
    }
    int whole = prefixLength / 8;
    for (int i = 0; i < whole; i++) {
      if (mine[i] != theirs[i]) {
        return false;
      }
    }
    int rest = prefixLength % 8;
    return rest == 0 || ((mine[whole] ^ theirs[whole]) & (0xff << (8 - rest)) & 0xff) == 0;
  }

  private static InetAddress masked(InetAddress address, int prefixLength) {
    byte[] bytes = address.getAddress();
    for (int i = 0; i < bytes.length; i++) {
      int keep = Math.clamp(prefixLength - 8L * i, 0, 8);
      bytes[i] = (byte) (bytes[i] & (0xff << (8 - keep)));
    }
    try {
      return InetAddress.getByAddress(bytes);
    } catch (UnknownHostException e) {
      throw new IllegalStateException("an address of its own length is always legal", e);
    }
  }

  @Override
  public String toString() {
    boolean single = prefixLength == address.getAddress().length * 8;
    return IpLiterals.format(address) + (single ? "" : "/" + prefixLength);
  }
}
