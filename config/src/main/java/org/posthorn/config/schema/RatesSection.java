package org.posthorn.config.schema;

import java.util.List;
import org.posthorn.config.inbound.RatesConfig;

/// The settings of `[inbound.rates]`.
final class RatesSection {
  private static final Setting<RatesConfig, Integer> CONNECTIONS =
      Setting.of(
          "connections-per-address",
          Types.integer(0, 100_000_000, "connections a minute"),
          RatesConfig::connectionsPerAddress,
          """
          Connections a minute from one address.
          """);

  private static final Setting<RatesConfig, Integer> MESSAGES =
      Setting.of(
          "messages-per-address",
          Types.integer(0, 100_000_000, "messages an hour"),
          RatesConfig::messagesPerAddress,
          """
          Messages an hour from one address.
          """);

  private static final Setting<RatesConfig, Integer> RECIPIENTS =
      Setting.of(
          "recipients-per-address",
          Types.integer(0, 100_000_000, "recipients an hour"),
          RatesConfig::recipientsPerAddress,
          """
          Recipients an hour from one address.
          """);

  private static final Setting<RatesConfig, Integer> NETWORK =
      Setting.of(
          "messages-per-network",
          Types.integer(0, 100_000_000, "messages an hour"),
          RatesConfig::messagesPerNetwork,
          """
          Messages an hour from one network: a /24, with IPv6 a /48.
          """);

  private static final Setting<RatesConfig, Integer> SENDER =
      Setting.of(
          "messages-per-sender",
          Types.integer(0, 100_000_000, "messages an hour"),
          RatesConfig::messagesPerSender,
          """
          Messages an hour with one sender address.
          """);

  private static final Setting<RatesConfig, Integer> ACCOUNT =
      Setting.of(
          "messages-per-account",
          Types.integer(0, 100_000_000, "messages an hour"),
          RatesConfig::messagesPerAccount,
          """
          Messages an hour that one account submits.
          """);

  private static final Setting<RatesConfig, Integer> ACCOUNT_RECIPIENTS =
      Setting.of(
          "recipients-per-account",
          Types.integer(0, 100_000_000, "recipients a day"),
          RatesConfig::recipientsPerAccount,
          """
          Recipients a day to whom one account submits.
          """);

  static final Section<RatesConfig> SECTION =
      new Section<>(
          "inbound.rates",
          "Rates",
          """
          Each limit is a bucket that is full at first and fills up again evenly, so that a burst may use all of it at once. What exceeds it is told to come again later. `0` means no limit. With IPv6 an address is its /64.
          """,
          List.of(CONNECTIONS, MESSAGES, RECIPIENTS, NETWORK, SENDER, ACCOUNT, ACCOUNT_RECIPIENTS),
          RatesSection::build);

  private RatesSection() {}

  private static RatesConfig build(Values<RatesConfig> v) {
    return new RatesConfig(
        v.get(CONNECTIONS),
        v.get(MESSAGES),
        v.get(RECIPIENTS),
        v.get(NETWORK),
        v.get(SENDER),
        v.get(ACCOUNT),
        v.get(ACCOUNT_RECIPIENTS));
  }
}
