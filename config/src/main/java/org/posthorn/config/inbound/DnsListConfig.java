package org.posthorn.config.inbound;

import java.util.List;
import org.posthorn.config.value.IpNetwork;

/// One list in the DNS: `[[inbound.dns-list]]`. Immutable.
///
/// @param zone its domain
/// @param kind what it is asked about
/// @param answers the answers that count
/// @param weight what a listing counts; below 0 it speaks for the client
public record DnsListConfig(String zone, DnsListKind kind, List<IpNetwork> answers, int weight) {
  public DnsListConfig {
    answers = List.copyOf(answers);
  }
}
