package org.posthorn.smtp.outbound.route;

import java.util.List;
import org.posthorn.smtp.outbound.RecipientResult.Trouble;

/// Where mail for a destination can go.
sealed interface Hosts {
  /// To these, best first; at least one.
  record Found(List<MailHost> hosts) implements Hosts {
    public Found {
      hosts = List.copyOf(hosts);
    }
  }

  /// Nowhere.
  ///
  /// @param forGood whether asking again later does not help
  record Nowhere(Trouble trouble, boolean forGood) implements Hosts {}
}
