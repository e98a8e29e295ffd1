package org.posthorn.config.schema;

import java.time.Duration;
import java.util.List;
import org.posthorn.config.inbound.HarvestConfig;

/// The settings of `[inbound.harvest]`.
final class HarvestSection {
  private static final Setting<HarvestConfig, Integer> UNKNOWN =
      Setting.of(
          "unknown-recipients",
          Types.integer(0, 100_000_000, "recipients"),
          HarvestConfig::unknownRecipients,
          """
          Unknown recipients that one address may try within the window. `0` means any number.
          """);

  private static final Setting<HarvestConfig, Duration> WINDOW =
      Setting.of(
          "window",
          Types.duration("1s", "7d"),
          HarvestConfig::window,
          """
          The time in which that many are allowed.
          """);

  static final Section<HarvestConfig> SECTION =
      new Section<>(
          "inbound.harvest",
          "Clients that guess addresses",
          """
          A client that tries one recipient after the other to find out which exist is sent away, and not let in again for a while.
          """,
          List.of(UNKNOWN, WINDOW),
          HarvestSection::build);

  private HarvestSection() {}

  private static HarvestConfig build(Values<HarvestConfig> v) {
    return new HarvestConfig(v.get(UNKNOWN), v.get(WINDOW));
  }
}
