package org.posthorn.server.trial;

import java.util.List;
import org.posthorn.config.value.HostPort;

/// Which way mail leaves a trial: the world's, or that of a laboratory that stands in for it.
///
/// @param port the port of the servers that MX records name
/// @param dns the DNS servers; empty means those of the system
public record TrialOutbound(int port, List<HostPort> dns) {
  public TrialOutbound {
    dns = List.copyOf(dns);
  }
}
