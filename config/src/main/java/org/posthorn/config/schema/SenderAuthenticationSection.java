package org.posthorn.config.schema;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.posthorn.config.inbound.CheckAction;
import org.posthorn.config.inbound.OnFailure;
import org.posthorn.config.inbound.SenderAuthenticationConfig;

/// The settings of `[inbound.sender-authentication]`.
final class SenderAuthenticationSection {
  private static final Setting<SenderAuthenticationConfig, Optional<String>> AUTHSERV_ID =
      Setting.of(
              "authserv-id",
              Types.optional(Types.HOST_NAME),
              SenderAuthenticationConfig::authservId,
              """
          Our name in Authentication-Results fields. Fields in this name that come from strangers are removed. Servers that do one job together have one name.
          """)
          .withExample("\"mail.example.org\"")
          .withDefaultDoc("the name of the host");

  private static final Setting<SenderAuthenticationConfig, Duration> TIMEOUT =
      Setting.of(
          "timeout",
          Types.duration("100ms", "2m"),
          SenderAuthenticationConfig::timeout,
          """
          How long look-ups may still take once the message has come. They begin at MAIL and while the message comes.
          """);

  private static final Setting<SenderAuthenticationConfig, CheckAction> ON_REJECT =
      Setting.of(
          "on-reject",
          Types.choice(CheckAction.values()),
          SenderAuthenticationConfig::onReject,
          """
          DMARC fails, and the domain asks to refuse the message.
          """);

  private static final Setting<SenderAuthenticationConfig, CheckAction> ON_QUARANTINE =
      Setting.of(
          "on-quarantine",
          Types.choice(CheckAction.values()),
          SenderAuthenticationConfig::onQuarantine,
          """
          DMARC fails, and the domain asks to take the message for suspicious.
          """);

  private static final Setting<SenderAuthenticationConfig, CheckAction> ON_FAIL =
      Setting.of(
          "on-fail",
          Types.choice(CheckAction.values()),
          SenderAuthenticationConfig::onFail,
          """
          DMARC fails, and the domain asks for nothing.
          """);

  private static final Setting<SenderAuthenticationConfig, CheckAction> ON_SPF_FAIL =
      Setting.of(
          "on-spf-fail",
          Types.choice(CheckAction.values()),
          SenderAuthenticationConfig::onSpfFail,
          """
          SPF fails for the reverse-path, and DMARC does not pass.
          """);

  private static final Setting<SenderAuthenticationConfig, CheckAction> ON_SPF_SOFTFAIL =
      Setting.of(
          "on-spf-softfail",
          Types.choice(CheckAction.values()),
          SenderAuthenticationConfig::onSpfSoftfail,
          """
          The same for SPF's `softfail`.
          """);

  private static final Setting<SenderAuthenticationConfig, CheckAction> ON_BAD_FROM =
      Setting.of(
          "on-bad-from",
          Types.choice(CheckAction.values()),
          SenderAuthenticationConfig::onBadFrom,
          """
          There is no From field, there are several, or it cannot be read: DMARC has nobody to ask.
          """);

  private static final Setting<SenderAuthenticationConfig, OnFailure> ON_DNS_FAILURE =
      Setting.of(
          "on-dns-failure",
          Types.choice(OnFailure.values()),
          SenderAuthenticationConfig::onDnsFailure,
          """
          DMARC cannot be told for now, because the DNS does not answer.
          """);

  private static final Setting<SenderAuthenticationConfig, Boolean> RECEIVED_SPF =
      Setting.of(
          "received-spf",
          Types.BOOL,
          SenderAuthenticationConfig::receivedSpf,
          """
          Whether a Received-SPF field is written besides Authentication-Results.
          """);

  private static final Setting<SenderAuthenticationConfig, List<String>> TRUSTED_SEALERS =
      Setting.of(
              "trusted-sealers",
              Types.listOf(Types.HOST_NAME),
              SenderAuthenticationConfig::trustedSealers,
              """
          Domains of forwarders and mailing lists whose ARC seals are believed: where DMARC fails, but passed when the message reached them, it is taken.
          """)
          .withExample("[\"lists.example.org\"]");

  private static final Setting<SenderAuthenticationConfig, Duration> KEEP_VERDICTS =
      Setting.of(
          "keep-verdicts",
          Types.duration("0s", "90d"),
          SenderAuthenticationConfig::keepVerdicts,
          """
          How long a row with the verdict on each message is kept, for reports to the domains. `0s` writes none.
          """);

  static final Section<SenderAuthenticationConfig> SECTION =
      new Section<>(
          "inbound.sender-authentication",
          "SPF, DKIM, DMARC, ARC",
          """
          Whether the domains in a message stand behind it. `docs/sender-authentication.md` says how these settings work together.
          """,
          List.of(
              AUTHSERV_ID,
              TIMEOUT,
              ON_REJECT,
              ON_QUARANTINE,
              ON_FAIL,
              ON_SPF_FAIL,
              ON_SPF_SOFTFAIL,
              ON_BAD_FROM,
              ON_DNS_FAILURE,
              RECEIVED_SPF,
              TRUSTED_SEALERS,
              KEEP_VERDICTS),
          SenderAuthenticationSection::build);

  private SenderAuthenticationSection() {}

  private static SenderAuthenticationConfig build(Values<SenderAuthenticationConfig> v) {
    return new SenderAuthenticationConfig(
        v.get(AUTHSERV_ID),
        v.get(TIMEOUT),
        v.get(ON_REJECT),
        v.get(ON_QUARANTINE),
        v.get(ON_FAIL),
        v.get(ON_SPF_FAIL),
        v.get(ON_SPF_SOFTFAIL),
        v.get(ON_BAD_FROM),
        v.get(ON_DNS_FAILURE),
        v.get(RECEIVED_SPF),
        v.get(TRUSTED_SEALERS),
        v.get(KEEP_VERDICTS),
        v.base().overrides());
  }
}
