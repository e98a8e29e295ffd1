package org.posthorn.smtp;

import java.net.InetAddress;
import java.time.ZoneId;
import java.util.Optional;
import org.posthorn.config.BareLineFeeds;
import org.posthorn.config.PosthornConfig;
import org.posthorn.config.SmtpLimits;
import org.posthorn.protocol.limit.SessionLimits;
import org.posthorn.protocol.session.Connection;
import org.posthorn.protocol.session.Refusal;
import org.posthorn.protocol.session.Session;
import org.posthorn.protocol.session.SessionFactory;
import org.posthorn.smtp.command.Replies;
import org.posthorn.smtp.command.Reply;
import org.posthorn.smtp.delivery.DeliveryPlanner;
import org.posthorn.smtp.delivery.MessageAcceptance;
import org.posthorn.smtp.delivery.RecipientRouter;
import org.posthorn.smtp.delivery.SmtpMetrics;
import org.posthorn.smtp.delivery.TraceHeader;
import org.posthorn.smtp.policy.PolicyChecks;
import org.posthorn.smtp.policy.SmtpPolicy;
import org.posthorn.smtp.policy.StandardPolicies;
import org.posthorn.smtp.session.AuthCommands;
import org.posthorn.smtp.session.SmtpHandlers;
import org.posthorn.smtp.session.SmtpSession;
import org.posthorn.smtp.session.SmtpSettings;
import org.posthorn.smtp.transaction.Role;
import org.posthorn.smtp.wire.ReplyEncoder;
import org.posthorn.storage.model.MailAddress;

/// SMTP or LMTP in one of its roles, as listeners speak it. Thread-safe.
public final class SmtpEndpoint implements SessionFactory {
  private final SmtpSettings settings;
  private final SmtpHandlers handlers;
  private final SmtpLimits limits;

  private SmtpEndpoint(SmtpSettings settings, SmtpHandlers handlers, SmtpLimits limits) {
    this.settings = settings;
    this.handlers = handlers;
    this.limits = limits;
  }

  /// Takes mail from anybody for the users here: port 25. AUTH is not offered.
  public static SmtpEndpoint relay(PosthornConfig config, SmtpServices services) {
    return relay(config, services, new PolicyChecks());
  }

  /// The same with more checks.
  public static SmtpEndpoint relay(
      PosthornConfig config, SmtpServices services, PolicyChecks checks) {
    return of(config, services, Role.RELAY, policies(config, services).relay(checks));
  }

  /// Takes mail from the users here: ports 587 and 465.
  public static SmtpEndpoint submission(PosthornConfig config, SmtpServices services) {
    return submission(config, services, new PolicyChecks());
  }

  /// The same with more checks.
  public static SmtpEndpoint submission(
      PosthornConfig config, SmtpServices services, PolicyChecks checks) {
    return of(config, services, Role.SUBMISSION, policies(config, services).submission(checks));
  }

  /// Takes mail for the users here from a server in front (RFC 2033).
  public static SmtpEndpoint lmtp(PosthornConfig config, SmtpServices services) {
    return of(config, services, Role.LMTP, policies(config, services).lmtp());
  }

  /// One of the roles with a policy of the caller's making.
  public static SmtpEndpoint of(
      PosthornConfig config, SmtpServices services, Role role, SmtpPolicy policy) {
    SmtpSettings settings = settings(config, role);
    SmtpMetrics metrics = new SmtpMetrics(services.metrics(), role);
    Optional<MailAddress> postmaster = config.server().postmaster().flatMap(MailAddress::parse);
    MessageAcceptance acceptance =
        new MessageAcceptance(
            policy,
            DeliveryPlanner.standard(),
            services.delivery(),
            services.remote(),
            metrics,
            new TraceHeader.Style(
                settings.hostname(), ZoneId.systemDefault(), config.smtp().hideSubmitters()));
    SmtpHandlers handlers =
        new SmtpHandlers(
            settings.bareLineFeeds(),
            policy,
            new RecipientRouter(
                services.directory(),
                settings.hostname(),
                services.remote()::returning,
                postmaster),
            services.spool(),
            acceptance,
            new AuthCommands(services.authenticator(), config.limits().smtp().connection()),
            metrics,
            services.clock());
    return new SmtpEndpoint(settings, handlers, config.limits().smtp());
  }

  private static StandardPolicies policies(PosthornConfig config, SmtpServices services) {
    return new StandardPolicies(
        services.directory(),
        services.quotas(),
        services.remote(),
        config.smtp(),
        config.limits().smtp());
  }

  private static SmtpSettings settings(PosthornConfig config, Role role) {
    SmtpLimits limits = config.limits().smtp();
    return new SmtpSettings(
        role,
        config.server().hostname(),
        config.inbound().senderAuthentication().authservId().orElse(config.server().hostname()),
        greeting(config, role),
        limits.maxMessageSize().bytes(),
        limits.maxRecipients(),
        limits.connection().maxBadCommands(),
        config.smtp().vrfy(),
        config.smtp().bareLineFeeds() == BareLineFeeds.ACCEPT,
        role == Role.SUBMISSION,
        config.queue().maxHold());
  }

  private static String greeting(PosthornConfig config, Role role) {
    String words = config.smtp().greeting();
    return role == Role.LMTP ? words.replace("ESMTP", "LMTP") : words;
  }

  @Override
  public String name() {
    return switch (settings.role()) {
      case RELAY -> "smtp";
      case SUBMISSION -> "submission";
      case LMTP -> "lmtp";
    };
  }

  /// Anonymous clients of port 25 and of LMTP bring whole messages: they get the buffers of those
  /// logged in.
  @Override
  public SessionLimits limits(InetAddress client) {
    return switch (settings.role()) {
      case RELAY, LMTP -> SessionLimits.afterLogin(limits.connection(), client);
      case SUBMISSION -> SessionLimits.beforeLogin(limits.connection(), client);
    };
  }

  @Override
  public boolean requiresLogin() {
    return settings.role() == Role.SUBMISSION;
  }

  @Override
  public Session open(Connection connection) {
    return new SmtpSession(connection, handlers, settings);
  }

  @Override
  public String refusal(Refusal reason) {
    return ReplyEncoder.text(refusalReply(reason));
  }

  private Reply refusalReply(Refusal reason) {
    String host = settings.hostname();
    return switch (reason) {
      case TOO_MANY_CONNECTIONS -> Replies.closing(host, 3, 2, "Too many connections");
      case TOO_MANY_FROM_ADDRESS ->
          Replies.closing(host, 7, 0, "Too many connections from your address");
      case SHUTTING_DOWN -> Replies.closing(host, 3, 2, "Shutting down");
    };
  }
}
