package org.posthorn.config.schema;

import java.time.Duration;
import java.util.List;
import org.posthorn.config.inbound.CheckAction;
import org.posthorn.config.inbound.ClamavConfig;
import org.posthorn.config.inbound.OnFailure;
import org.posthorn.config.value.ByteSize;
import org.posthorn.config.value.SocketTarget;

/// The settings of `[inbound.clamav]`.
final class ClamavSection {
  private static final Setting<ClamavConfig, SocketTarget> ADDRESS =
      Setting.of(
              "address",
              Types.SOCKET,
              ClamavConfig::address,
              """
          Where clamd listens.
          """)
          .withExample("\"127.0.0.1:3310\"");

  private static final Setting<ClamavConfig, ByteSize> MAX_SIZE =
      Setting.of(
          "max-size",
          Types.size("1KB", "2GB"),
          ClamavConfig::maxSize,
          """
          Larger messages are not scanned.
          """);

  private static final Setting<ClamavConfig, Duration> TIMEOUT =
      Setting.of(
          "timeout",
          Types.duration("1s", "10m"),
          ClamavConfig::timeout,
          """
          How long one message may take.
          """);

  private static final Setting<ClamavConfig, CheckAction> ON_VIRUS =
      Setting.of(
          "on-virus",
          Types.choice(CheckAction.values()),
          ClamavConfig::onVirus,
          """
          What is done with malware.
          """);

  private static final Setting<ClamavConfig, OnFailure> ON_FAILURE =
      Setting.of(
          "on-failure",
          Types.choice(OnFailure.values()),
          ClamavConfig::onFailure,
          """
          What is done with mail while clamd does not answer.
          """);

  static final Section<ClamavConfig> SECTION =
      new Section<>(
          "inbound.clamav",
          "The virus scanner",
          """
          ClamAV's daemon is sent each message (INSTREAM), also those of trusted clients. It is asked only if `clamav` stands among the checks. Its own limit `StreamMaxLength` must not be below `max-size`.
          """,
          List.of(ADDRESS, MAX_SIZE, TIMEOUT, ON_VIRUS, ON_FAILURE),
          ClamavSection::build);

  private ClamavSection() {}

  private static ClamavConfig build(Values<ClamavConfig> v) {
    return new ClamavConfig(
        v.get(ADDRESS), v.get(MAX_SIZE), v.get(TIMEOUT), v.get(ON_VIRUS), v.get(ON_FAILURE));
  }
}
