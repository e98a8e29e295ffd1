package org.posthorn.config.schema;

import java.time.Duration;
import java.util.List;
import org.posthorn.config.inbound.CheckAction;
import org.posthorn.config.inbound.EarlyTalkerConfig;

/// The settings of `[inbound.early-talker]`.
final class EarlyTalkerSection {
  private static final Setting<EarlyTalkerConfig, Duration> WAIT =
      Setting.of(
          "wait",
          Types.duration("0s", "1m"),
          EarlyTalkerConfig::patience,
          """
          How long the greeting is held back to see whether the client waits. `0s` only looks whether it has spoken already.
          """);

  private static final Setting<EarlyTalkerConfig, CheckAction> ACTION =
      Setting.of(
          "action",
          Types.choice(CheckAction.values()),
          EarlyTalkerConfig::action,
          """
          What is done with a client that does not wait.
          """);

  static final Section<EarlyTalkerConfig> SECTION =
      new Section<>(
          "inbound.early-talker",
          "Clients that talk too early",
          """
          A client has to wait for the greeting (RFC 5321 §3.1). Programs that send junk often do not.
          """,
          List.of(WAIT, ACTION),
          EarlyTalkerSection::build);

  private EarlyTalkerSection() {}

  private static EarlyTalkerConfig build(Values<EarlyTalkerConfig> v) {
    return new EarlyTalkerConfig(v.get(WAIT), v.get(ACTION));
  }
}
