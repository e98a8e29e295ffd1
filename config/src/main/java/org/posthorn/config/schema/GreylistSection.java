package org.posthorn.config.schema;

import java.time.Duration;
import java.util.List;
import org.posthorn.config.inbound.GreylistConfig;

/// The settings of `[inbound.greylist]`.
final class GreylistSection {
  private static final Setting<GreylistConfig, Duration> DELAY =
      Setting.of(
          "delay",
          Types.duration("1s", "12h"),
          GreylistConfig::delay,
          """
          How long an unknown sender has to wait.
          """);

  private static final Setting<GreylistConfig, Duration> RETRY =
      Setting.of(
          "retry-window",
          Types.duration("1m", "30d"),
          GreylistConfig::retryWindow,
          """
          How long it may take to come again; after that it is unknown again.
          """);

  private static final Setting<GreylistConfig, Duration> REMEMBER =
      Setting.of(
          "remember",
          Types.duration("1h", "365d"),
          GreylistConfig::remember,
          """
          How long one that has come again is known, from its last message on.
          """);

  private static final Setting<GreylistConfig, Integer> ALLOW_AFTER =
      Setting.of(
          "allow-after",
          Types.integer(0, 1000000, "messages"),
          GreylistConfig::allowAfter,
          """
          Messages after which everything from a client's network (/24, with IPv6 /64) passes. `0` means never.
          """);

  static final Section<GreylistConfig> SECTION =
      new Section<>(
          "inbound.greylist",
          "Greylisting",
          """
          Mail of an unknown sender is told to come again. Mail servers do that; programs that send junk mostly do not. It delays the first message of everybody, so it is off unless `greylist` stands among the checks.
          """,
          List.of(DELAY, RETRY, REMEMBER, ALLOW_AFTER),
          GreylistSection::build);

  private GreylistSection() {}

  private static GreylistConfig build(Values<GreylistConfig> v) {
    return new GreylistConfig(v.get(DELAY), v.get(RETRY), v.get(REMEMBER), v.get(ALLOW_AFTER));
  }
}
