package org.posthorn.config.schema;

import java.util.List;
import org.posthorn.config.BareLineFeeds;
import org.posthorn.config.SenderCheck;
import org.posthorn.config.SmtpConfig;
import org.posthorn.config.value.IpNetwork;

/// The settings of `[smtp]`.
final class SmtpSection {
  private static final Setting<SmtpConfig, String> GREETING =
      Setting.of(
          "greeting",
          Types.TEXT,
          SmtpConfig::greeting,
          """
          What follows the host name in the greeting, on all SMTP and submission listeners.
          """);

  private static final Setting<SmtpConfig, BareLineFeeds> BARE_LINE_FEEDS =
      Setting.of(
          "bare-line-feeds",
          Types.choice(BareLineFeeds.values()),
          SmtpConfig::bareLineFeeds,
          """
          What is done with a message that has CR or LF alone, not as a pair: `reject` refuses it, `accept` keeps it as it is. Whichever
          it is, only CRLF, dot, CRLF ends a message.
          """);

  private static final Setting<SmtpConfig, Boolean> VRFY =
      Setting.of(
          "vrfy",
          Types.BOOL,
          SmtpConfig::vrfy,
          """
          Whether VRFY is answered, with 252: the server says neither that an address exists nor that it does not. Else the command is
          said to be not implemented.
          """);

  private static final Setting<SmtpConfig, SenderCheck> SENDER_CHECK =
      Setting.of(
          "sender-check",
          Types.choice(SenderCheck.values()),
          SmtpConfig::senderCheck,
          """
          Which addresses a user may submit mail with: `own` are those of the account, `local-domains` are those and all addresses of
          domains that are not local. Nobody ever sends as somebody else here.
          """);

  private static final Setting<SmtpConfig, Boolean> CHANNEL_BINDING =
      Setting.of(
          "channel-binding",
          Types.BOOL,
          SmtpConfig::channelBinding,
          """
          Whether submission offers `SCRAM-SHA-256-PLUS`, if it stands among the mechanisms. It is off because some mail programs that
          use GNU SASL (mutt) choose it, find that they cannot do it, and then send nothing.
          """);

  private static final Setting<SmtpConfig, Boolean> HIDE_SUBMITTERS =
      Setting.of(
          "hide-submitters",
          Types.BOOL,
          SmtpConfig::hideSubmitters,
          """
          Whether the Received field of a message that a user submits leaves out the address and the EHLO name of the user's device. The
          log has them either way.
          """);

  private static final Setting<SmtpConfig, List<IpNetwork>> LMTP_NETWORKS =
      Setting.of(
          "lmtp-networks",
          Types.listOf(Types.NETWORK),
          SmtpConfig::lmtpNetworks,
          """
          Where mail servers that deliver by LMTP may come from. LMTP has no login, and its mail is not checked again: list only servers
          that take mail for this one. Everybody else is turned away on listeners of the protocol `lmtp`.
          """);

  static final Section<SmtpConfig> SECTION =
      new Section<>(
          "smtp",
          "How SMTP behaves",
          """

          """,
          List.of(
              GREETING,
              BARE_LINE_FEEDS,
              VRFY,
              SENDER_CHECK,
              CHANNEL_BINDING,
              HIDE_SUBMITTERS,
              LMTP_NETWORKS),
          SmtpSection::build);

  private SmtpSection() {}

  private static SmtpConfig build(Values<SmtpConfig> v) {
    return new SmtpConfig(
        v.get(GREETING),
        v.get(BARE_LINE_FEEDS),
        v.get(VRFY),
        v.get(SENDER_CHECK),
        v.get(CHANNEL_BINDING),
        v.get(HIDE_SUBMITTERS),
        v.get(LMTP_NETWORKS));
  }
}
