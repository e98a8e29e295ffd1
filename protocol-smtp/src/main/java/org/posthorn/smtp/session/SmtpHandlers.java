package org.posthorn.smtp.session;

import java.time.Clock;
import org.posthorn.smtp.delivery.MessageAcceptance;
import org.posthorn.smtp.delivery.RecipientRouter;
import org.posthorn.smtp.delivery.SmtpMetrics;
import org.posthorn.smtp.policy.SmtpPolicy;
import org.posthorn.smtp.wire.CommandParser;
import org.posthorn.storage.blob.Spool;

/// The handlers of all command families, shared by the sessions of a listener. Thread-safe.
public final class SmtpHandlers {
  private final CommandParser parser;
  private final SmtpPolicy policy;
  private final SessionCommands session;
  private final TransactionCommands transaction;
  private final ContentCommands content;
  private final TlsCommand tls = new TlsCommand();
  private final AuthCommands auth;

  /// @param bareLineFeeds whether commands may end with LF alone
  public SmtpHandlers(
      boolean bareLineFeeds,
      SmtpPolicy policy,
      RecipientRouter router,
      Spool spool,
      MessageAcceptance acceptance,
      AuthCommands auth,
      SmtpMetrics metrics,
      Clock clock) {
    this.parser = new CommandParser(bareLineFeeds);
    this.policy = policy;
    this.auth = auth;
    HandlingOffer offer = new HandlingOffer(clock);
    this.session = new SessionCommands(policy, auth, offer);
    this.transaction = new TransactionCommands(policy, router, offer, metrics, clock);
    this.content = new ContentCommands(policy, spool, acceptance);
  }

  CommandParser parser() {
    return parser;
  }

  SmtpPolicy policy() {
    return policy;
  }

  SessionCommands session() {
    return session;
  }

  TransactionCommands transaction() {
    return transaction;
  }

  ContentCommands content() {
    return content;
  }

  TlsCommand tls() {
    return tls;
  }

  AuthCommands auth() {
    return auth;
  }
}
