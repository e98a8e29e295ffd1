package org.posthorn.auth.dns;

import java.net.InetSocketAddress;

/// Which resolvers are believed when they say that an answer is authentic (the AD bit, RFC 4035
/// §3.2.3). That bit can be changed on its way, so it is worth something only where the way is
/// safe (RFC 6698 §A.3, RFC 7672 §2.1.1).
public enum DnssecTrust {
  /// No resolver: no answer counts as authentic.
  NONE,
  /// Resolvers at a loopback address.
  LOOPBACK,
  /// All that are asked: for those who know that the way to them is safe.
  ALL;

  boolean trusts(InetSocketAddress server) {
    return switch (this) {
      case NONE -> false;
      case LOOPBACK -> !server.isUnresolved() && server.getAddress().isLoopbackAddress();
      case ALL -> true;
    };
  }
}
