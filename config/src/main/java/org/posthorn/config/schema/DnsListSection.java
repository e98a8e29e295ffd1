package org.posthorn.config.schema;

import java.util.List;
import org.posthorn.config.inbound.DnsListConfig;
import org.posthorn.config.inbound.DnsListKind;
import org.posthorn.config.value.IpNetwork;

/// The settings of `[inbound.dns-list]`.
final class DnsListSection {
  private static final Setting<DnsListConfig, String> ZONE =
      Setting.of(
              "zone",
              Types.HOST_NAME,
              DnsListConfig::zone,
              """
          The domain of the list.
          """)
          .withExample("\"dnsbl.example.org\"")
          .asRequired();

  private static final Setting<DnsListConfig, DnsListKind> KIND =
      Setting.of(
          "kind",
          Types.choice(DnsListKind.values()),
          DnsListConfig::kind,
          """
          What it is asked about: the client's `address`, or the `domain` of the sender.
          """);

  private static final Setting<DnsListConfig, List<IpNetwork>> ANSWERS =
      Setting.of(
          "answers",
          Types.listOf(Types.NETWORK),
          DnsListConfig::answers,
          """
          The answers that count as a listing. `127.255.255.0/24` never counts: lists use it to say that they will not answer.
          """);

  private static final Setting<DnsListConfig, Integer> WEIGHT =
      Setting.of(
          "weight",
          Types.integer(-1000, 1000, "points"),
          DnsListConfig::weight,
          """
          What a listing counts. Below 0 it speaks for the client: an allow list.
          """);

  static final Section<DnsListConfig> SECTION =
      new Section<>(
          "inbound.dns-list",
          "One list in the DNS",
          """
          One table for each list. There is none by default: most lists want to be asked by those only who have agreed to their terms.
          """,
          List.of(ZONE, KIND, ANSWERS, WEIGHT),
          DnsListSection::build);

  private DnsListSection() {}

  private static DnsListConfig build(Values<DnsListConfig> v) {
    return new DnsListConfig(v.get(ZONE), v.get(KIND), v.get(ANSWERS), v.get(WEIGHT));
  }

  /// What an entry of the list starts from.
  static DnsListConfig template() {
    return new DnsListConfig("", DnsListKind.ADDRESS, List.of(IpNetwork.parse("127.0.0.0/8")), 10);
  }
}
