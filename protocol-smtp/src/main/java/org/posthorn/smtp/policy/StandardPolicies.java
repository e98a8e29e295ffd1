package org.posthorn.smtp.policy;

import java.util.List;
import java.util.stream.Stream;
import org.posthorn.config.BareLineFeeds;
import org.posthorn.config.SmtpConfig;
import org.posthorn.config.SmtpLimits;
import org.posthorn.smtp.transaction.RemoteDelivery;
import org.posthorn.storage.directory.Directory;

/// The policies of the roles, as configured.
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
    return relay(new PolicyChecks());
  }

  /// Mail from anybody for the users here, with more checks.
  public SmtpPolicy relay(PolicyChecks more) {
    return with(List.of(new SizeLimit(limits.maxMessageSize().bytes())), more);
  }

  /// Mail from the users here.
  public SmtpPolicy submission() {
    return submission(new PolicyChecks());
  }

  /// Mail from the users here, with more checks.
  public SmtpPolicy submission(PolicyChecks more) {
    return with(
        List.of(
            new LoginRequired(),
            new SizeLimit(limits.maxMessageSize().bytes()),
            new SenderOwnership(directory, config.senderCheck())),
        more);
  }

  /// Mail that a server in front has taken and checked, for the users here.
  public SmtpPolicy lmtp() {
    PolicyChecks checks = new PolicyChecks();
    checks.always("lmtp-networks").connect(new ClientNetworks(config.lmtpNetworks()));
    return with(List.of(new SizeLimit(limits.maxMessageSize().bytes())), checks);
  }

  /// The checks of the house come first where they are cheap and final, so that no look-up is made
  /// for a recipient who does not exist.
  private SmtpPolicy with(List<Check<SmtpPolicy.AtMail>> mail, PolicyChecks more) {
    boolean bareLineEnds = config.bareLineFeeds() == BareLineFeeds.ACCEPT;
    return new SmtpPolicy(
        new CheckList<>(more.connect()),
        new CheckList<>(more.helo()),
        both(mail, more.mail()),
        new CheckList<>(
            Stream.of(
                    List.<Check<SmtpPolicy.AtRcpt>>of(
                        new RecipientLimit(limits.maxRecipients()), new RelayControl(remote)),
                    more.recipientExistence(),
                    List.<Check<SmtpPolicy.AtRcpt>>of(
                        new RecipientExistence(), new QuotaCheck(quotas)),
                    more.rcpt())
                .flatMap(List::stream)
                .toList()),
        new CheckList<>(more.data()),
        both(
            List.of(
                new WellFormedMessage(bareLineEnds, WellFormedMessage.DEFAULT_LONGEST_LINE),
                new HopLimit(limits.maxReceivedHops())),
            more.endOfData()));
  }

  private static <C extends PhaseContext> CheckList<C> both(
      List<Check<C>> first, List<Check<C>> then) {
    return new CheckList<>(Stream.concat(first.stream(), then.stream()).toList());
  }
}
