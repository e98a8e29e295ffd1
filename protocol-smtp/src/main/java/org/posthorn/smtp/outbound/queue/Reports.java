package org.posthorn.smtp.outbound.queue;

import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.posthorn.smtp.command.EnhancedCode;
import org.posthorn.smtp.command.EnvelopeAddress;
import org.posthorn.smtp.command.MailParameters;
import org.posthorn.smtp.command.MailParameters.DsnReturn;
import org.posthorn.smtp.command.RcptParameters.Notify;
import org.posthorn.smtp.command.ReversePath;
import org.posthorn.smtp.outbound.RecipientResult;
import org.posthorn.smtp.outbound.RecipientResult.Trouble;
import org.posthorn.smtp.wire.PathText;
import org.posthorn.storage.model.QueueEntryId;
import org.posthorn.storage.queue.MailQueue;
import org.posthorn.storage.queue.QueueEntry;
import org.posthorn.storage.queue.QueuedReport;

/// Decides who is told what about the results of an attempt (RFC 3461 §4.1, §5.2, RFC 5321 §6.1):
/// nobody about a message without a sender, so that no report is ever reported about; nobody whose
/// address is likely forged; and nobody who does not want it. Thread-safe.
///
/// @param queue has the messages
/// @param post writes and addresses reports
record Reports(MailQueue queue, ReportPost post) {
  private static final EnhancedCode DELIVERED = new EnhancedCode(2, 1, 5);
  private static final EnhancedCode RELAYED = new EnhancedCode(2, 0, 0);

  /// What came of an attempt for one recipient.
  record Result(QueueEntry entry, QueuedEnvelope envelope, Outcome outcome) {}

  private static boolean warns(QueueEntry entry, QueuedEnvelope envelope, Instant now) {
    return !now.isBefore(entry.warnAt()) && mayTell(entry, envelope, Notify.DELAY);
  }

  /// Whether the sender wants to hear of this; where nothing is said, of failures and delays.
  private static boolean mayTell(QueueEntry entry, QueuedEnvelope envelope, Notify what) {
    Set<Notify> wanted = envelope.rcpt().notifyOn();
    boolean wants =
        wanted.isEmpty() ? what == Notify.FAILURE || what == Notify.DELAY : wanted.contains(what);
    return wants && envelope.reportable() && !entry.sender().isEmpty();
  }

  /// The reports that are owed for the results of one item, written and ready to be queued; whoever
  /// calls closes their bodies.
  List<QueuedReport> about(List<Result> results, Instant now) {
    Map<Report.Kind, List<Result>> kinds = new EnumMap<>(Report.Kind.class);
    for (Result result : results) {
      kind(result, now)
          .ifPresent(kind -> kinds.computeIfAbsent(kind, _ -> new ArrayList<>()).add(result));
    }
    List<QueuedReport> reports = new ArrayList<>();
    kinds.forEach((kind, those) -> prepare(kind, those, now).ifPresent(reports::add));
    return reports;
  }

  private Optional<Report.Kind> kind(Result result, Instant now) {
    QueueEntry entry = result.entry();
    QueuedEnvelope envelope = result.envelope();
    return switch (result.outcome()) {
      case Outcome.Failed _, Outcome.Expired _ ->
          when(mayTell(entry, envelope, Notify.FAILURE), Report.Kind.FAILED);
      case Outcome.Deferred _ -> when(warns(entry, envelope, now), Report.Kind.DELAYED);
      case Outcome.Delivered(var by) when by.isEmpty() ->
          when(mayTell(entry, envelope, Notify.SUCCESS), Report.Kind.DELIVERED);
      case Outcome.Delivered(var by) ->
          // A host that knows DSN reports itself (RFC 3461 §5.2.2).
          when(!by.get().dsn() && mayTell(entry, envelope, Notify.SUCCESS), Report.Kind.RELAYED);
      case Outcome.Lost() -> Optional.empty();
    };
  }

  private static Optional<Report.Kind> when(boolean owed, Report.Kind kind) {
    return owed ? Optional.of(kind) : Optional.empty();
  }

  private Optional<QueuedReport> prepare(Report.Kind kind, List<Result> results, Instant now) {
    QueueEntry entry = results.getFirst().entry();
    QueuedEnvelope envelope = results.getFirst().envelope();
    List<QueueEntryId> about = results.stream().map(result -> result.entry().id()).toList();
    boolean full =
        kind == Report.Kind.FAILED
            && envelope.mail().ret().filter(ret -> ret == DsnReturn.HDRS).isEmpty();
    Report report =
        new Report(
            kind,
            entry.sender(),
            entry.name(),
            envelope.mail().envid(),
            entry.queuedAt(),
            results.stream().map(result -> recipient(result, now)).toList(),
            queue.content(entry),
            full,
            inUtf8(envelope.mail(), entry.sender()));
    return post.prepare(report, about);
  }

  /// Whether a report to this sender may use UTF-8 in headers (RFC 6533).
  static boolean inUtf8(MailParameters message, String sender) {
    return message.smtpUtf8() && needsUtf8(sender);
  }

  private static boolean needsUtf8(String sender) {
    return PathText.reversePath(sender)
        .flatMap(ReversePath::asAddress)
        .filter(EnvelopeAddress::needsUtf8)
        .isPresent();
  }

  private static Report.Recipient recipient(Result result, Instant now) {
    return switch (result.outcome()) {
      case Outcome.Failed(Trouble trouble) -> recipient(result, trouble, trouble.status(), now);
      case Outcome.Expired(Trouble trouble) ->
          recipient(result, trouble, Outcome.Expired.STATUS, now);
      case Outcome.Deferred(Trouble trouble) -> recipient(result, trouble, trouble.status(), now);
      case Outcome.Delivered(var by) ->
          by.map(host -> relayed(result, host, now)).orElseGet(() -> delivered(result, now));
      case Outcome.Lost() -> throw new IllegalStateException("nothing is told of what was lost");
    };
  }

  private static Report.Recipient recipient(
      Result result, Trouble trouble, EnhancedCode status, Instant now) {
    boolean waits = result.outcome() instanceof Outcome.Deferred;
    String reason =
        result.outcome() instanceof Outcome.Expired
            ? "given up after too long a time; last: " + trouble.reason()
            : trouble.reason();
    return new Report.Recipient(
        result.entry().recipient(),
        result.envelope().rcpt().originalRecipient(),
        status,
        trouble.host(),
        trouble.reply(),
        reason,
        now,
        waits ? Optional.of(result.entry().expiresAt()) : Optional.empty());
  }

  private static Report.Recipient delivered(Result result, Instant now) {
    return new Report.Recipient(
        result.entry().recipient(),
        result.envelope().rcpt().originalRecipient(),
        DELIVERED,
        Optional.empty(),
        Optional.empty(),
        "it is in the mailbox",
        now,
        Optional.empty());
  }

  private static Report.Recipient relayed(
      Result result, RecipientResult.Delivered by, Instant now) {
    return new Report.Recipient(
        result.entry().recipient(),
        result.envelope().rcpt().originalRecipient(),
        RELAYED,
        Optional.of(by.host()),
        Optional.of(by.reply()),
        by.host() + " has it",
        now,
        Optional.empty());
  }
}
