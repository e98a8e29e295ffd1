package org.posthorn.config.schema;

import java.time.Duration;
import java.util.List;
import org.posthorn.config.QueueConfig;
import org.posthorn.config.value.ByteSize;

/// The settings of `[queue]`.
final class QueueSection {
  private static final Setting<QueueConfig, Boolean> REMOTE =
      Setting.of(
          "remote",
          Types.BOOL,
          QueueConfig::remote,
          """
          Whether mail goes to other servers at all. If not, users can send to local domains only, and aliases lead nowhere else.
          """);

  private static final Setting<QueueConfig, List<Duration>> RETRY_INTERVALS =
      Setting.of(
          "retry-intervals",
          Types.listOf(Types.duration("1s", "7d")),
          QueueConfig::retryIntervals,
          """
          How long after a failed attempt the next one is made: after the first, after the second, and so on. The last one counts for
          all further attempts.
          """);

  private static final Setting<QueueConfig, Duration> EXPIRY =
      Setting.of(
          "expiry",
          Types.duration("1m", "60d"),
          QueueConfig::expiry,
          """
          How long delivery is tried. Then the message goes back to its sender.
          """);

  private static final Setting<QueueConfig, Duration> DELAY_WARNING =
      Setting.of(
          "delay-warning",
          Types.duration("0s", "60d"),
          QueueConfig::delayWarning,
          """
          After how long the sender is told, once, that a message is still waiting. `0s` means never.
          """);

  private static final Setting<QueueConfig, Integer> MAX_DELIVERIES =
      Setting.of(
          "max-deliveries",
          Types.integer(1, 10_000, "attempts"),
          QueueConfig::maxDeliveries,
          """
          How many messages are being delivered at one time.
          """);

  private static final Setting<QueueConfig, Integer> MAX_PER_DESTINATION =
      Setting.of(
          "max-deliveries-per-destination",
          Types.integer(1, 10_000, "attempts"),
          QueueConfig::maxDeliveriesPerDestination,
          """
          How many of them may go to one domain.
          """);

  private static final Setting<QueueConfig, Integer> MAX_RATE =
      Setting.of(
          "max-rate-per-destination",
          Types.integer(0, 1_000_000, "messages"),
          QueueConfig::maxRatePerDestination,
          """
          Messages a minute for one domain. `0` means no limit.
          """);

  private static final Setting<QueueConfig, Duration> BACK_OFF =
      Setting.of(
          "destination-back-off",
          Types.duration("1s", "1d"),
          QueueConfig::destinationBackOff,
          """
          How long a domain whose servers cannot be reached is left alone, whatever waits for it. Each time that it still cannot be
          reached this doubles.
          """);

  private static final Setting<QueueConfig, Duration> MAX_BACK_OFF =
      Setting.of(
          "max-destination-back-off",
          Types.duration("1s", "7d"),
          QueueConfig::maxDestinationBackOff,
          """
          The longest that it is left alone.
          """);

  private static final Setting<QueueConfig, ByteSize> MAX_REPORT_CONTENT =
      Setting.of(
          "max-report-content",
          Types.size("1KB", "10MB"),
          QueueConfig::maxReportContent,
          """
          How much of a message a report about it brings back at most. A larger message comes back as its header only.
          """);

  private static final Setting<QueueConfig, Boolean> REWRITE_SENDERS =
      Setting.of(
          "rewrite-senders",
          Types.BOOL,
          QueueConfig::rewriteSenders,
          """
          Whether mail that an alias or a user sends on to another server gets a sender address in the domain here (SRS), so that it
          passes SPF there. Bounces to such an address go back to the real sender.
          """);

  private static final Setting<QueueConfig, Duration> MAX_HOLD =
      Setting.of(
          "max-hold",
          Types.duration("0s", "366d"),
          QueueConfig::maxHold,
          """
          How far ahead users may date the sending of a message (FUTURERELEASE). `0s` turns that off.
          """);

  static final Section<QueueConfig> SECTION =
      new Section<>(
          "queue",
          "The queue of mail on its way out",
          """

          """,
          List.of(
              REMOTE,
              RETRY_INTERVALS,
              EXPIRY,
              DELAY_WARNING,
              MAX_DELIVERIES,
              MAX_PER_DESTINATION,
              MAX_RATE,
              BACK_OFF,
              MAX_BACK_OFF,
              MAX_REPORT_CONTENT,
              REWRITE_SENDERS,
              MAX_HOLD),
          QueueSection::build);

  private QueueSection() {}

  private static QueueConfig build(Values<QueueConfig> v) {
    return new QueueConfig(
        v.get(REMOTE),
        v.get(RETRY_INTERVALS),
        v.get(EXPIRY),
        v.get(DELAY_WARNING),
        v.get(MAX_DELIVERIES),
        v.get(MAX_PER_DESTINATION),
        v.get(MAX_RATE),
        v.get(BACK_OFF),
        v.get(MAX_BACK_OFF),
        v.get(MAX_REPORT_CONTENT),
        v.get(REWRITE_SENDERS),
        v.get(MAX_HOLD));
  }
}
