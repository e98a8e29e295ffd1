package org.posthorn.auth.spf;

import java.net.InetAddress;
import java.nio.charset.StandardCharsets;

/// Who wants to send what: the values that macros stand for. Immutable.
///
/// @param client never an IPv4 address in IPv6's clothes
/// @param helo as greeted
/// @param local the sender's local part
/// @param domain the sender's domain
/// @param receiver the name of this server
record SpfQuery(InetAddress client, String helo, String local, String domain, String receiver) {
  /// Whether the local part may stand in a name (RFC 8616 §4).
  boolean isAsciiLocal() {
    return StandardCharsets.US_ASCII.newEncoder().canEncode(local);
  }

  boolean isIp6() {
    return client.getAddress().length == 16;
  }
}
