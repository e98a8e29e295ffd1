package org.posthorn.config.schema;

import java.util.List;
import org.posthorn.config.inbound.InboundCheck;
import org.posthorn.config.inbound.InboundConfig;
import org.posthorn.config.value.IpNetwork;

/// The settings of `[inbound]`.
final class InboundSection {
  private static final Setting<InboundConfig, List<InboundCheck>> CHECKS =
      Setting.of(
          "checks",
          Types.listOf(Types.choice(InboundCheck.values())),
          InboundConfig::checks,
          """
          The checks that are made, in this order within each phase of the conversation. What is not listed is not made. `docs/inbound.md` says what each does.
          """);

  private static final Setting<InboundConfig, List<IpNetwork>> TRUSTED =
      Setting.of(
          "trusted-networks",
          Types.listOf(Types.NETWORK),
          InboundConfig::trustedNetworks,
          """
          Clients in these networks pass without the checks against strangers: only filters that look into messages are asked.
          """);

  static final Section<InboundConfig> SECTION =
      new Section<>(
          "inbound",
          "What mail from strangers has to pass",
          """
          How mail comes in through `smtp` listeners (port 25). Mail that users submit passes only the rate limits of accounts, the virus scanner and the milters that are meant for it.
          """,
          List.of(CHECKS, TRUSTED),
          InboundSection::build);

  private InboundSection() {}

  private static InboundConfig build(Values<InboundConfig> v) {
    return new InboundConfig(
        v.get(CHECKS),
        v.get(TRUSTED),
        v.base().lists(),
        v.base().earlyTalker(),
        v.base().helo(),
        v.base().rates(),
        v.base().harvest(),
        v.base().greylist(),
        v.base().reverseDns(),
        v.base().dnsLists(),
        v.base().senderAuthentication(),
        v.base().clamav(),
        v.base().milters());
  }
}
