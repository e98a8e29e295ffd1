package org.posthorn.config;

import java.util.List;
import org.posthorn.config.value.IpNetwork;

/// How SMTP behaves: `[smtp]`. Immutable.
///
/// @param greeting what follows the host name in the greeting
/// @param bareLineFeeds what is done with a CR or LF alone in a message
/// @param vrfy whether VRFY is answered 252 (RFC 5321 §7.3); else 502
/// @param senderCheck which sender addresses users may submit mail with
/// @param channelBinding whether submission offers the SCRAM mechanisms that are bound to TLS
/// @param hideSubmitters whether Received fields of submitted mail leave out where the user was
/// @param lmtpNetworks where servers that bring mail by LMTP may come from
public record SmtpConfig(
    String greeting,
    BareLineFeeds bareLineFeeds,
    boolean vrfy,
    SenderCheck senderCheck,
    boolean channelBinding,
    boolean hideSubmitters,
    List<IpNetwork> lmtpNetworks) {
  public SmtpConfig {
    lmtpNetworks = List.copyOf(lmtpNetworks);
  }

  public static SmtpConfig defaults() {
    return new SmtpConfig(
        "ESMTP Posthorn",
        BareLineFeeds.REJECT,
        true,
        SenderCheck.OWN,
        false,
        false,
        List.of(IpNetwork.parse("127.0.0.0/8"), IpNetwork.parse("::1")));
  }

  public SmtpConfig withGreeting(String greeting) {
    return new SmtpConfig(
        greeting, bareLineFeeds, vrfy, senderCheck, channelBinding, hideSubmitters, lmtpNetworks);
  }

  public SmtpConfig withBareLineFeeds(BareLineFeeds bareLineFeeds) {
    return new SmtpConfig(
        greeting, bareLineFeeds, vrfy, senderCheck, channelBinding, hideSubmitters, lmtpNetworks);
  }

  public SmtpConfig withVrfy(boolean vrfy) {
    return new SmtpConfig(
        greeting, bareLineFeeds, vrfy, senderCheck, channelBinding, hideSubmitters, lmtpNetworks);
  }
}
