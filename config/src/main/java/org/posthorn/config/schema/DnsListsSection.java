package org.posthorn.config.schema;

import java.time.Duration;
import java.util.List;
import org.posthorn.config.inbound.DnsListsConfig;

/// The settings of `[inbound.dns-lists]`.
final class DnsListsSection {
  private static final Setting<DnsListsConfig, Integer> REJECT_AT =
      Setting.of(
          "reject-at",
          Types.integer(0, 1000, "points"),
          DnsListsConfig::rejectAt,
          """
          The sum from which on mail is refused.
          """);

  private static final Setting<DnsListsConfig, Integer> QUARANTINE_AT =
      Setting.of(
          "quarantine-at",
          Types.integer(0, 1000, "points"),
          DnsListsConfig::quarantineAt,
          """
          The sum from which on mail goes into Junk.
          """);

  private static final Setting<DnsListsConfig, Integer> TAG_AT =
      Setting.of(
          "tag-at",
          Types.integer(0, 1000, "points"),
          DnsListsConfig::tagAt,
          """
          The sum from which on mail gets a header field that says so.
          """);

  private static final Setting<DnsListsConfig, Duration> TIMEOUT =
      Setting.of(
          "timeout",
          Types.duration("100ms", "5m"),
          DnsListsConfig::timeout,
          """
          How long all look-ups about a client or a sender may take. They begin when it connects, and are waited for at RCPT.
          """);

  static final Section<DnsListsConfig> SECTION =
      new Section<>(
          "inbound.dns-lists",
          "Lists in the DNS",
          """
          Block and allow lists that are asked by DNS (RFC 5782). The weights of all lists that have the client or the sender are added up. `0` switches a threshold off. A list that does not answer counts nothing.
          """,
          List.of(REJECT_AT, QUARANTINE_AT, TAG_AT, TIMEOUT),
          DnsListsSection::build);

  private DnsListsSection() {}

  private static DnsListsConfig build(Values<DnsListsConfig> v) {
    return new DnsListsConfig(
        v.get(REJECT_AT), v.get(QUARANTINE_AT), v.get(TAG_AT), v.get(TIMEOUT), v.base().lists());
  }
}
