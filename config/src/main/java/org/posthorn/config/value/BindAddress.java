package org.posthorn.config.value;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;

/// Where a listener listens: one IP address, or `"*"` for all addresses of the machine, IPv4 and
/// IPv6. (`"0.0.0.0"` is all of IPv4; `"::"` is the same as `"*"` where IPv6 is there.) Immutable.
///
/// @param address the address; empty means all
public record BindAddress(Optional<InetAddress> address) {
  public static final BindAddress ANY = new BindAddress(Optional.empty());
  public static final BindAddress LOOPBACK = parse("127.0.0.1");

  /// Reads the text form.
  ///
  /// @throws IllegalArgumentException with a message for the admin
  public static BindAddress parse(String text) {
    String trimmed = text.strip();
    if (trimmed.equals("*")) {
      return ANY;
    }
    if (!IpLiterals.looksLikeLiteral(trimmed)) {
      throw new IllegalArgumentException(
          "\"" + text + "\" is not an address: write an IPv4 or IPv6 address, or \"*\" for all");
    }
    return new BindAddress(Optional.of(IpLiterals.parse(trimmed)));
  }

  public InetSocketAddress withPort(int port) {
    return address.map(a -> new InetSocketAddress(a, port)).orElse(new InetSocketAddress(port));
  }

  /// Whether only processes of this machine can connect.
  public boolean isLoopback() {
    return address.map(InetAddress::isLoopbackAddress).orElse(false);
  }

  /// Whether two listeners on one port, one at each address, would get in each other's way.
  public boolean overlaps(BindAddress other) {
    return takes(other) || other.takes(this);
  }

  private boolean takes(BindAddress other) {
    if (equals(other) || address.isEmpty()) {
      return true;
    }
    InetAddress mine = address.get();
    if (!mine.isAnyLocalAddress()) {
      return false;
    }
    // "::" takes IPv4 too: sockets of the JDK and of Netty are dual-stack.
    boolean mineIsIpv6 = mine.getAddress().length == 16;
    return mineIsIpv6 || other.address.map(a -> a.getAddress().length == 4).orElse(true);
  }

  @Override
  public String toString() {
    return address.map(IpLiterals::format).orElse("*");
  }
}
