package org.posthorn.config.schema;

import java.time.Duration;
import java.util.List;
import org.posthorn.config.inbound.MilterConfig;
import org.posthorn.config.inbound.MilterMail;
import org.posthorn.config.inbound.OnFailure;
import org.posthorn.config.value.SocketTarget;

/// The settings of `[[inbound.milter]]`.
final class MilterSection {
  private static final Setting<MilterConfig, String> NAME =
      Setting.of(
              "name",
              Types.LABEL,
              MilterConfig::name,
              """
          How log and metrics call it.
          """)
          .withExample("\"rspamd\"")
          .asRequired();

  private static final Setting<MilterConfig, SocketTarget> ADDRESS =
      Setting.of(
              "address",
              Types.SOCKET,
              MilterConfig::address,
              """
          Where it listens.
          """)
          .withExample("\"127.0.0.1:11332\"")
          .asRequired();

  private static final Setting<MilterConfig, List<MilterMail>> MAIL =
      Setting.of(
          "mail",
          Types.listOf(Types.choice(MilterMail.values())),
          MilterConfig::mail,
          """
          Whose mail it is asked about: `strangers` and `trusted` clients send to port 25, `users` submit after a login.
          """);

  private static final Setting<MilterConfig, OnFailure> ON_FAILURE =
      Setting.of(
          "on-failure",
          Types.choice(OnFailure.values()),
          MilterConfig::onFailure,
          """
          What is done with mail while the filter does not answer, or answers what makes no sense.
          """);

  private static final Setting<MilterConfig, Duration> CONNECT_TIMEOUT =
      Setting.of(
          "connect-timeout",
          Types.duration("100ms", "5m"),
          MilterConfig::connectTimeout,
          """
          How long it may take to connect and to agree on options.
          """);

  private static final Setting<MilterConfig, Duration> COMMAND_TIMEOUT =
      Setting.of(
          "command-timeout",
          Types.duration("100ms", "5m"),
          MilterConfig::commandTimeout,
          """
          How long one answer may take while the client, the sender and the recipients are told.
          """);

  private static final Setting<MilterConfig, Duration> CONTENT_TIMEOUT =
      Setting.of(
          "content-timeout",
          Types.duration("100ms", "5m"),
          MilterConfig::contentTimeout,
          """
          How long the filter may take for one header field or one piece of the body.
          """);

  private static final Setting<MilterConfig, Duration> END_TIMEOUT =
      Setting.of(
          "end-timeout",
          Types.duration("100ms", "9m"),
          MilterConfig::endTimeout,
          """
          How long the verdict may take once the whole message is there. A filter that says that it is at work gets this time again, 9 minutes in all at most: SMTP clients wait for 10.
          """);

  static final Section<MilterConfig> SECTION =
      new Section<>(
          "inbound.milter",
          "One mail filter",
          """
          A program that speaks the milter protocol, such as rspamd, OpenDKIM, spamass-milter or clamav-milter. One table for each; they are asked in this order, where `milters` stands among the checks. `docs/inbound.md` has examples.
          """,
          List.of(
              NAME,
              ADDRESS,
              MAIL,
              ON_FAILURE,
              CONNECT_TIMEOUT,
              COMMAND_TIMEOUT,
              CONTENT_TIMEOUT,
              END_TIMEOUT),
          MilterSection::build);

  private MilterSection() {}

  private static MilterConfig build(Values<MilterConfig> v) {
    return new MilterConfig(
        v.get(NAME),
        v.get(ADDRESS),
        v.get(MAIL),
        v.get(ON_FAILURE),
        v.get(CONNECT_TIMEOUT),
        v.get(COMMAND_TIMEOUT),
        v.get(CONTENT_TIMEOUT),
        v.get(END_TIMEOUT));
  }

  /// What an entry of the list starts from.
  static MilterConfig template() {
    return new MilterConfig(
        "",
        SocketTarget.parse("localhost:1"),
        List.of(MilterMail.STRANGERS, MilterMail.TRUSTED),
        OnFailure.DEFER,
        Duration.ofSeconds(5),
        Duration.ofSeconds(30),
        Duration.ofSeconds(60),
        Duration.ofMinutes(5));
  }
}
