package org.posthorn.config.schema;

import java.time.Duration;
import java.util.List;
import org.posthorn.config.inbound.CheckAction;
import org.posthorn.config.inbound.ReverseDnsConfig;

/// The settings of `[inbound.reverse-dns]`.
final class ReverseDnsSection {
  private static final Setting<ReverseDnsConfig, CheckAction> NO_NAME =
      Setting.of(
          "no-name",
          Types.choice(CheckAction.values()),
          ReverseDnsConfig::noName,
          """
          The address has no name.
          """);

  private static final Setting<ReverseDnsConfig, CheckAction> MISMATCH =
      Setting.of(
          "mismatch",
          Types.choice(CheckAction.values()),
          ReverseDnsConfig::mismatch,
          """
          It has names, but none leads back to the address.
          """);

  private static final Setting<ReverseDnsConfig, Duration> TIMEOUT =
      Setting.of(
          "timeout",
          Types.duration("100ms", "5m"),
          ReverseDnsConfig::timeout,
          """
          How long the look-ups may take. They begin when the client connects, and are waited for at MAIL.
          """);

  static final Section<ReverseDnsConfig> SECTION =
      new Section<>(
          "inbound.reverse-dns",
          "Names of clients",
          """
          Whether the client's address has a name in the DNS that leads back to the address (iprev, RFC 8601 §2.7.3).
          """,
          List.of(NO_NAME, MISMATCH, TIMEOUT),
          ReverseDnsSection::build);

  private ReverseDnsSection() {}

  private static ReverseDnsConfig build(Values<ReverseDnsConfig> v) {
    return new ReverseDnsConfig(v.get(NO_NAME), v.get(MISMATCH), v.get(TIMEOUT));
  }
}
