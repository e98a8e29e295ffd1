package org.posthorn.smtp.transaction;

import java.net.InetAddress;
import java.util.Optional;

/// Who is connected.
///
/// @param session the session's id
/// @param address where the client comes from
/// @param localAddress the address here that it connected to
/// @param role what the listener is for
/// @param tls the TLS version and cipher; empty in the clear
public record Client(
    String session,
    InetAddress address,
    InetAddress localAddress,
    Role role,
    Optional<TlsSummary> tls) {
  /// What was agreed on.
  public record TlsSummary(String version, String cipher) {}
}
