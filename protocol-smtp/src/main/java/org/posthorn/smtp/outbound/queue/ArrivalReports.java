package org.posthorn.smtp.outbound.queue;

import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.posthorn.smtp.command.EnhancedCode;
import org.posthorn.smtp.command.EnvelopeAddress;
import org.posthorn.smtp.command.ForwardPath;
import org.posthorn.smtp.command.RcptParameters;
import org.posthorn.smtp.command.RcptParameters.Notify;
import org.posthorn.smtp.transaction.Departure;
import org.posthorn.smtp.transaction.Destination;
import org.posthorn.smtp.transaction.Envelope;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.queue.MailQueue;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reports about what became of a message as it came in, for recipients that never were in the
/// queue (RFC 3461 §4.1, RFC 5321 §6.1). Thread-safe.
///
/// @param queue takes the reports
/// @param post writes and addresses them
/// @param clock tells the time
record ArrivalReports(MailQueue queue, ReportPost post, Clock clock) {
  private static final Logger LOG = LoggerFactory.getLogger(ArrivalReports.class);
  private static final EnhancedCode DELIVERED = new EnhancedCode(2, 1, 5);

  /// Tells that a recipient of a message that is ours could not get it.
  void undeliverable(Departure message, MailAddress recipient, StorageError why) {
    RcptParameters parameters = parametersOf(message, recipient);
    boolean wanted =
        parameters.notifyOn().isEmpty() || parameters.notifyOn().contains(Notify.FAILURE);
    if (!wanted || !mayTell(message)) {
      return;
    }
    var trouble = Attempts.trouble(why);
    send(
        message,
        Report.Kind.FAILED,
        List.of(
            recipient(
                Addresses.of(recipient).wire(),
                parameters,
                trouble.status(),
                trouble.reason(),
                clock.instant())));
  }

  /// Tells of the recipients that have the message and whose sender wants to know. A report that
  /// the store does not take is lost, since its message is delivered and must not come again.
  ///
  /// @param accounts those that have it in a mailbox
  void delivered(Departure message, Set<AccountId> accounts) {
    if (!mayTell(message)) {
      return;
    }
    List<Report.Recipient> delivered = new ArrayList<>();
    List<Report.Recipient> expanded = new ArrayList<>();
    Instant now = clock.instant();
    for (Envelope.Recipient one : message.envelope().recipients()) {
      Destination.Deliverable to = one.destination();
      boolean arrived = to.accounts().stream().anyMatch(its -> accounts.contains(its.account()));
      if (!one.parameters().notifyOn().contains(Notify.SUCCESS)) {
        continue;
      }
      boolean taken = arrived || !to.remote().isEmpty();
      if (taken && to.accounts().size() + to.remote().size() > 1) {
        // Behind an alias of several there is no one to have it (RFC 3461 §5.2.7.3).
        expanded.add(recipient(wire(one), one.parameters(), DELIVERED, "it was sent on", now));
      } else if (arrived) {
        delivered.add(
            recipient(wire(one), one.parameters(), DELIVERED, "it is in the mailbox", now));
      }
    }
    try {
      send(message, Report.Kind.DELIVERED, delivered);
      send(message, Report.Kind.EXPANDED, expanded);
    } catch (StorageException e) {
      LOG.atWarn()
          .addKeyValue("message", message.messageId())
          .addKeyValue("error", e.error().message())
          .log("a report about a delivery is lost");
    }
  }

  private static boolean mayTell(Departure message) {
    return message.reportable() && message.envelope().sender().asAddress().isPresent();
  }

  private static String wire(Envelope.Recipient recipient) {
    return recipient.path() instanceof ForwardPath.Recipient(EnvelopeAddress own)
        ? own.wire()
        : Addresses.of(recipient.destination().recipient()).wire();
  }

  private static Report.Recipient recipient(
      String address, RcptParameters parameters, EnhancedCode status, String reason, Instant now) {
    return new Report.Recipient(
        address,
        parameters.originalRecipient(),
        status,
        Optional.empty(),
        Optional.empty(),
        reason,
        now,
        Optional.empty());
  }

  private void send(Departure message, Report.Kind kind, List<Report.Recipient> recipients) {
    if (recipients.isEmpty()) {
      return;
    }
    Report report =
        new Report(
            kind,
            message.envelope().sender().wire(),
            message.messageId(),
            message.envelope().parameters().envid(),
            message.receivedAt(),
            recipients,
            message.body(),
            kind == Report.Kind.FAILED,
            Reports.inUtf8(message.envelope().parameters(), message.envelope().sender().wire()));
    post.prepare(report, List.of())
        .ifPresent(
            ready -> {
              try (var body = ready.body()) {
                queue.enqueue(body, ready.entries());
              }
            });
  }

  /// What the sender said of this recipient.
  static RcptParameters parametersOf(Departure message, MailAddress recipient) {
    return message.envelope().recipients().stream()
        .filter(one -> one.destination().recipient().equals(recipient))
        .map(Envelope.Recipient::parameters)
        .findFirst()
        .orElse(RcptParameters.NONE);
  }
}
