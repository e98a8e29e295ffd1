package org.posthorn.smtp.outbound.route;

import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.posthorn.smtp.outbound.OutboundMessage;
import org.posthorn.smtp.outbound.OutboundMessage.Recipient;
import org.posthorn.smtp.outbound.RecipientResult.Trouble;
import org.posthorn.smtp.outbound.client.Answer;
import org.posthorn.smtp.outbound.client.ClientException;
import org.posthorn.smtp.outbound.client.OutgoingMessage;
import org.posthorn.smtp.outbound.client.SmtpConnection;
import org.posthorn.smtp.outbound.client.Target;
import org.posthorn.smtp.outbound.client.TlsFailure;
import org.posthorn.smtp.outbound.client.TlsResult;
import org.posthorn.smtp.outbound.client.TransactionOutcome;
import org.posthorn.smtp.outbound.route.Attempt.Outcome;

/// One message at one address of one host: a connection, kept or new, and what is said over it. For
/// one thread.
final class Visit {
  private final CourierParts parts;
  private final OutboundMessage message;
  private final BooleanSupplier moreWaits;
  private final OutgoingMessage outgoing;
  private final Target target;
  private final HostPolicy.Connect policy;
  private final long started = System.nanoTime();

  /// What came of it.
  ///
  /// @param answers one for each recipient
  /// @param trouble what broke the connection, or kept it from being made
  record Report(List<Answer> answers, Optional<Trouble> trouble) {}

  Visit(
      CourierParts parts,
      OutboundMessage message,
      BooleanSupplier moreWaits,
      OutgoingMessage outgoing,
      Target target,
      HostPolicy.Connect policy) {
    this.parts = parts;
    this.message = message;
    this.moreWaits = moreWaits;
    this.outgoing = outgoing;
    this.target = target;
    this.policy = policy;
  }

  Report run(List<Recipient> recipients) {
    Optional<SmtpConnection> kept = parts.connections().take(target, policy.demand());
    if (kept.isPresent()) {
      TransactionOutcome outcome = send(kept.get(), recipients);
      boolean gone = outcome.answers().stream().allMatch(Answer.Unasked.class::isInstance);
      if (!gone) {
        return report(kept.get(), outcome, true);
      }
      // The server had closed it meanwhile, which says nothing about a new one.
    }
    try {
      SmtpConnection connection = parts.dialer().dial(target, policy.demand());
      return report(connection, send(connection, recipients), false);
    } catch (ClientException e) {
      Outcome outcome =
          e.kind() == ClientException.Kind.TLS ? Outcome.INSECURE : Outcome.UNREACHABLE;
      tell(Optional.empty(), e.tlsFailure(), false, outcome, e.reason());
      List<Answer> answers = Collections.nCopies(recipients.size(), new Answer.Unasked());
      return new Report(answers, Optional.of(Troubles.of(target.host(), e)));
    }
  }

  private TransactionOutcome send(SmtpConnection connection, List<Recipient> recipients) {
    boolean done = false;
    try {
      TransactionOutcome outcome = connection.send(outgoing, recipients);
      done = outcome.broken().isEmpty();
      return outcome;
    } finally {
      if (done) {
        parts.connections().give(connection, moreWaits.getAsBoolean());
      } else {
        connection.abort();
      }
    }
  }

  private Report report(SmtpConnection connection, TransactionOutcome outcome, boolean reused) {
    Optional<TlsFailure> failure =
        connection.tls() instanceof TlsResult.Clear(_, var why) ? why : Optional.empty();
    String detail = outcome.broken().map(ClientException::reason).orElse("");
    tell(Optional.of(connection.tls()), failure, reused, best(outcome), detail);
    return new Report(outcome.answers(), outcome.broken().map(e -> Troubles.of(target.host(), e)));
  }

  private static Outcome best(TransactionOutcome outcome) {
    return outcome.answers().stream()
        .map(Visit::outcome)
        .min(Enum::compareTo)
        .orElse(Outcome.UNREACHABLE);
  }

  private static Outcome outcome(Answer answer) {
    return switch (answer) {
      case Answer.Taken _ -> Outcome.DELIVERED;
      case Answer.Refused(var reply, _) -> reply.isPermanent() ? Outcome.REFUSED : Outcome.DEFERRED;
      case Answer.Unfit _ -> Outcome.UNFIT;
      case Answer.Unasked _ -> Outcome.UNREACHABLE;
      case Answer.Unsure _ -> Outcome.UNSURE;
    };
  }

  private void tell(
      Optional<TlsResult> tls,
      Optional<TlsFailure> failure,
      boolean reused,
      Outcome outcome,
      String detail) {
    parts
        .listener()
        .ended(
            new Attempt(
                message.id(),
                message.destination(),
                target.host(),
                Optional.of(target.address()),
                policy.basis(),
                tls,
                failure,
                reused,
                outcome,
                detail,
                Duration.ofNanos(System.nanoTime() - started)));
  }
}
