package org.posthorn.config;

import java.util.function.UnaryOperator;

/// The limits of each protocol: `[limits.*]`. Immutable.
///
/// @param smtp SMTP and submission
/// @param imap IMAP
/// @param pop3 POP3
public record LimitsConfig(SmtpLimits smtp, ImapLimits imap, Pop3Limits pop3) {
  public static LimitsConfig defaults() {
    return new LimitsConfig(SmtpLimits.defaults(), ImapLimits.defaults(), Pop3Limits.defaults());
  }

  /// The limits of connections to a listener of this protocol.
  public ConnectionLimits of(ListenerProtocol protocol) {
    return switch (protocol) {
      case SMTP, SUBMISSION, LMTP -> smtp.connection();
      case IMAP -> imap.connection();
      case POP3 -> pop3.connection();
    };
  }

  /// The same limits but for connections, which the function changes for each protocol.
  public LimitsConfig withConnections(UnaryOperator<ConnectionLimits> change) {
    return new LimitsConfig(
        smtp.withConnection(change.apply(smtp.connection())),
        imap.withConnection(change.apply(imap.connection())),
        pop3.withConnection(change.apply(pop3.connection())));
  }

  public LimitsConfig withSmtp(SmtpLimits smtp) {
    return new LimitsConfig(smtp, imap, pop3);
  }

  public LimitsConfig withImap(ImapLimits imap) {
    return new LimitsConfig(smtp, imap, pop3);
  }

  public LimitsConfig withPop3(Pop3Limits pop3) {
    return new LimitsConfig(smtp, imap, pop3);
  }
}
