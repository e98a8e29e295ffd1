package org.posthorn.server.daemon;

import io.netty.util.NetUtil;
import java.net.Inet6Address;
import java.net.InetAddress;

/// How addresses are written for people: as they stand in a URL.
public final class AddressText {
  private AddressText() {}

  /// `192.0.2.1`, or `[2001:db8::1]`.
  public static String of(InetAddress address) {
    String text = NetUtil.toAddressString(address);
    return address instanceof Inet6Address ? '[' + text + ']' : text;
  }
}
