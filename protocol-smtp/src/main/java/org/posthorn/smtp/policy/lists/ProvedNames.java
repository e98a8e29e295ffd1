package org.posthorn.smtp.policy.lists;

import java.net.InetAddress;
import java.util.Set;
import org.posthorn.smtp.policy.Scope;

/// The DNS names of clients that lead back to their addresses (RFC 8601 §2.7.3). Thread-safe; may
/// block until the DNS has answered.
@FunctionalInterface
public interface ProvedNames {
  /// Nobody's name can be proved.
  ProvedNames NONE = (_, _) -> Set.of();

  /// The names, in lower case; empty where there is none, or the DNS fails.
  ///
  /// @param session of the client, which may remember them
  Set<String> of(InetAddress client, Scope session);
}
