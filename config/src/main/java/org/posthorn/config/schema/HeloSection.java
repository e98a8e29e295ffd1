package org.posthorn.config.schema;

import java.util.List;
import org.posthorn.config.inbound.CheckAction;
import org.posthorn.config.inbound.HeloConfig;

/// The settings of `[inbound.helo]`.
final class HeloSection {
  private static final Setting<HeloConfig, CheckAction> OWN_NAME =
      Setting.of(
          "own-name",
          Types.choice(CheckAction.values()),
          HeloConfig::ownName,
          """
          The client says that it is this host or one of the domains here.
          """);

  private static final Setting<HeloConfig, CheckAction> WRONG_ADDRESS =
      Setting.of(
          "wrong-address",
          Types.choice(CheckAction.values()),
          HeloConfig::wrongAddress,
          """
          The client names an address literal that is not its own.
          """);

  private static final Setting<HeloConfig, CheckAction> NO_DOMAIN =
      Setting.of(
          "no-domain",
          Types.choice(CheckAction.values()),
          HeloConfig::noDomain,
          """
          The name has no dot, or is an IP address without brackets.
          """);

  static final Section<HeloConfig> SECTION =
      new Section<>(
          "inbound.helo",
          "Odd HELO names",
          """
          What is done with clients that introduce themselves with a name that cannot be theirs.
          """,
          List.of(OWN_NAME, WRONG_ADDRESS, NO_DOMAIN),
          HeloSection::build);

  private HeloSection() {}

  private static HeloConfig build(Values<HeloConfig> v) {
    return new HeloConfig(v.get(OWN_NAME), v.get(WRONG_ADDRESS), v.get(NO_DOMAIN));
  }
}
