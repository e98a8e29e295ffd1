package org.posthorn.smtp.session;

import java.util.Optional;
import org.posthorn.smtp.policy.Scope;
import org.posthorn.smtp.transaction.Identity;

/// How far a session has come (RFC 5321 §4.1.4). Immutable, but for the message that a
/// [Chunking] state and the scope of a transaction hold on to and that [#release] gives back.
public sealed interface SmtpState {
  /// The client has not said who it is.
  record Greeted() implements SmtpState {}

  /// The client has said who it is.
  sealed interface Known extends SmtpState {
    Identity identity();
  }

  /// No transaction is under way.
  record Ready(Identity identity) implements Known {}

  /// MAIL was accepted, no RCPT yet.
  record MailGiven(Identity identity, Transaction transaction) implements Known {}

  /// At least one RCPT was accepted.
  record RcptGiven(Identity identity, Transaction transaction) implements Known {}

  /// A part of the message has come by BDAT.
  record Chunking(Identity identity, Transaction transaction, IncomingMessage message)
      implements Known {}

  /// Who the client is, once it has said so.
  default Optional<Identity> who() {
    return switch (this) {
      case Greeted() -> Optional.empty();
      case Known known -> Optional.of(known.identity());
    };
  }

  /// The same client without its transaction.
  default SmtpState withoutTransaction() {
    return switch (this) {
      case Greeted greeted -> greeted;
      case Known known -> new Ready(known.identity());
    };
  }

  /// What the checks know of the transaction under way.
  default Optional<Scope> scope() {
    return switch (this) {
      case Greeted _, Ready _ -> Optional.empty();
      case MailGiven(var _, Transaction transaction) -> Optional.of(transaction.scope());
      case RcptGiven(var _, Transaction transaction) -> Optional.of(transaction.scope());
      case Chunking(var _, Transaction transaction, var _) -> Optional.of(transaction.scope());
    };
  }

  /// Gives back what the state holds, but for what the next one holds too.
  default void release(SmtpState next) {
    if (this instanceof Chunking(var _, var _, IncomingMessage message)
        && !(next instanceof Chunking)) {
      message.close();
    }
    if (!scope().equals(next.scope())) {
      scope().ifPresent(Scope::close);
    }
  }
}
