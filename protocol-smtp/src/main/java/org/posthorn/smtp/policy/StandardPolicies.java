package org.posthorn.smtp.policy;

import org.posthorn.config.BareLineFeeds;
import org.posthorn.config.SmtpConfig;
import org.posthorn.config.SmtpLimits;
import org.posthorn.smtp.transaction.RemoteDelivery;
import org.posthorn.storage.directory.Directory;

/// The policies of the two roles, as configured.
///
/// @param directory knows users and domains
/// @param quotas knows how full accounts are
/// @param remote the way out of this host
/// @param config how SMTP behaves
/// @param limits its limits
public record StandardPolicies(
    Directory directory,
    QuotaLookup quotas,
    RemoteDelivery remote,
    SmtpConfig config,
    SmtpLimits limits) {

  /// Mail from anybody for the users here.
  public SmtpPolicy relay() {
    return with(CheckList.of(new SizeLimit(limits.maxMessageSize().bytes())));
  }

  /// Mail from the users here.
  public SmtpPolicy submission() {
    return with(
        CheckList.of(
            new LoginRequired(),
            new SizeLimit(limits.maxMessageSize().bytes()),
            new SenderOwnership(directory, config.senderCheck())));
  }

  private SmtpPolicy with(CheckList<SmtpPolicy.AtMail> mail) {
    boolean bareLineEnds = config.bareLineFeeds() == BareLineFeeds.ACCEPT;
    return new SmtpPolicy(
        CheckList.of(),
        CheckList.of(),
        mail,
        CheckList.of(
            new RecipientLimit(limits.maxRecipients()),
            new RelayControl(remote),
            new RecipientExistence(),
            new QuotaCheck(quotas)),
        CheckList.of(),
        CheckList.of(
            new WellFormedMessage(bareLineEnds, WellFormedMessage.DEFAULT_LONGEST_LINE),
            new HopLimit(limits.maxReceivedHops())));
  }
}
