package org.posthorn.config.inbound;

import java.time.Duration;
import java.util.List;

/// Lists in the DNS: `[inbound.dns-lists]`. A threshold of 0 is off. Immutable.
///
/// @param rejectAt the sum of weights from which on mail is refused
/// @param quarantineAt the sum from which on it goes into Junk
/// @param tagAt the sum from which on it gets a header field
/// @param timeout how long all look-ups together may take
/// @param lists `[[inbound.dns-list]]`
public record DnsListsConfig(
    int rejectAt, int quarantineAt, int tagAt, Duration timeout, List<DnsListConfig> lists) {
  public DnsListsConfig {
    lists = List.copyOf(lists);
  }

  public static DnsListsConfig defaults() {
    return new DnsListsConfig(10, 5, 1, Duration.ofSeconds(8), List.of());
  }

  public DnsListsConfig withLists(List<DnsListConfig> others) {
    return new DnsListsConfig(rejectAt, quarantineAt, tagAt, timeout, others);
  }
}
