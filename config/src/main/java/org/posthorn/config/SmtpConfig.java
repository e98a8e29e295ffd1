package org.posthorn.config;

/// How SMTP behaves: `[smtp]`. Immutable.
///
/// @param greeting what follows the host name in the greeting
/// @param bareLineFeeds what is done with a CR or LF alone in a message
/// @param vrfy whether VRFY is answered 252 (RFC 5321 §7.3); else 502
/// @param senderCheck which sender addresses users may submit mail with
/// @param channelBinding whether submission offers the SCRAM mechanisms that are bound to TLS
public record SmtpConfig(
    String greeting,
    BareLineFeeds bareLineFeeds,
    boolean vrfy,
    SenderCheck senderCheck,
    boolean channelBinding) {
  public static SmtpConfig defaults() {
    return new SmtpConfig("ESMTP Posthorn", BareLineFeeds.REJECT, true, SenderCheck.OWN, false);
  }

  public SmtpConfig withGreeting(String greeting) {
    return new SmtpConfig(greeting, bareLineFeeds, vrfy, senderCheck, channelBinding);
  }

  public SmtpConfig withBareLineFeeds(BareLineFeeds bareLineFeeds) {
    return new SmtpConfig(greeting, bareLineFeeds, vrfy, senderCheck, channelBinding);
  }

  public SmtpConfig withVrfy(boolean vrfy) {
    return new SmtpConfig(greeting, bareLineFeeds, vrfy, senderCheck, channelBinding);
  }
}
