package org.posthorn.smtp.outbound.client;

import java.net.InetAddress;
import java.util.Optional;

/// Where a connection leads. Immutable.
///
/// @param host the server's name, or its address literal where it has none
/// @param address its address
/// @param port its port
/// @param protocol what is spoken there
/// @param implicitTls whether TLS starts with the first octet (RFC 8314)
/// @param login what we log in with; it is sent over TLS only
public record Target(
    String host,
    InetAddress address,
    int port,
    Protocol protocol,
    boolean implicitTls,
    Optional<Login> login) {
  /// What is spoken.
  public enum Protocol {
    SMTP,
    /// RFC 2033: like SMTP, with an answer for each recipient at the end.
    LMTP
  }

  @Override
  public String toString() {
    return host + "[" + address.getHostAddress() + "]:" + port;
  }
}
