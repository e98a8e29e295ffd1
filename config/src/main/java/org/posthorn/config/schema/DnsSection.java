package org.posthorn.config.schema;

import java.time.Duration;
import java.util.List;
import org.posthorn.config.DnsConfig;
import org.posthorn.config.value.HostPort;

/// The settings of `[dns]`.
final class DnsSection {
  private static final Setting<DnsConfig, List<HostPort>> SERVERS =
      Setting.of(
              "servers",
              Types.listOf(Types.hostPort(53)),
              DnsConfig::servers,
              """
          The resolvers to ask. An empty list means those of the system (`/etc/resolv.conf`). A resolver on the same machine is best.
          """)
          .withExample("[\"127.0.0.1:53\", \"[::1]:53\"]");

  private static final Setting<DnsConfig, Duration> TIMEOUT =
      Setting.of(
          "timeout",
          Types.duration("100ms", "1m"),
          DnsConfig::timeout,
          """
          How long one question to one resolver may take.
          """);

  private static final Setting<DnsConfig, Integer> TRIES =
      Setting.of(
          "tries",
          Types.integer(1, 10, "tries"),
          DnsConfig::tries,
          """
          How often a question is asked before it has failed for now.
          """);

  private static final Setting<DnsConfig, Integer> CACHE_SIZE =
      Setting.of(
          "cache-size",
          Types.integer(0, 10_000_000, "answers"),
          DnsConfig::cacheSize,
          """
          Answers that are remembered for as long as they are valid. `0` means none.
          """);

  static final Section<DnsConfig> SECTION =
      new Section<>(
          "dns",
          "How DNS is asked",
          """

          """,
          List.of(SERVERS, TIMEOUT, TRIES, CACHE_SIZE),
          DnsSection::build);

  private DnsSection() {}

  private static DnsConfig build(Values<DnsConfig> v) {
    return new DnsConfig(v.get(SERVERS), v.get(TIMEOUT), v.get(TRIES), v.get(CACHE_SIZE));
  }
}
