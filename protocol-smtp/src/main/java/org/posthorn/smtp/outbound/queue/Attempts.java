package org.posthorn.smtp.outbound.queue;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.posthorn.smtp.command.EnhancedCode;
import org.posthorn.smtp.command.EnvelopeAddress;
import org.posthorn.smtp.command.ForwardPath;
import org.posthorn.smtp.command.Handling;
import org.posthorn.smtp.command.MailParameters;
import org.posthorn.smtp.command.ReversePath;
import org.posthorn.smtp.outbound.Courier;
import org.posthorn.smtp.outbound.OutboundMessage;
import org.posthorn.smtp.outbound.OutboundMessage.TlsWish;
import org.posthorn.smtp.outbound.RecipientResult;
import org.posthorn.smtp.outbound.RecipientResult.Trouble;
import org.posthorn.smtp.wire.PathText;
import org.posthorn.storage.delivery.Redelivery;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.queue.MailQueue;
import org.posthorn.storage.queue.QueueEntry;
import org.posthorn.storage.queue.QueueLease;

/// Makes one attempt for leased entries. Thread-safe.
///
/// @param queue has the messages
/// @param courier takes them to other hosts
/// @param redelivery puts them into mailboxes here
/// @param clock tells what is left of a time limit
record Attempts(MailQueue queue, Courier courier, Redelivery redelivery, Clock clock) {
  private static final EnhancedCode BAD_ADDRESS = new EnhancedCode(5, 1, 3);
  private static final EnhancedCode LOCAL_TROUBLE = new EnhancedCode(4, 3, 0);

  /// Whoever can no longer read an entry leaves it alone.
  private static final Trouble UNREADABLE =
      new Trouble(LOCAL_TROUBLE, Optional.empty(), Optional.empty(), "the entry cannot be read");

  /// Hands recipients of one message in one domain to the next host.
  ///
  /// @param moreWaits says whether more is due for that domain
  /// @return an outcome for each lease, in their order
  List<Outcome> remote(List<QueueLease> leases, BooleanSupplier moreWaits) {
    QueueEntry entry = leases.getFirst().entry();
    Optional<ReversePath> sender = PathText.reversePath(entry.sender());
    QueuedEnvelope envelope;
    try {
      envelope = QueuedEnvelope.decode(entry.envelope());
    } catch (IllegalArgumentException e) {
      return leases.stream().map(_ -> deferred(UNREADABLE)).toList();
    }
    List<Optional<OutboundMessage.Recipient>> recipients =
        leases.stream().map(lease -> recipient(lease.entry())).toList();
    List<OutboundMessage.Recipient> good = recipients.stream().flatMap(Optional::stream).toList();
    if (sender.isEmpty() || good.isEmpty()) {
      return leases.stream().map(_ -> badAddress()).toList();
    }
    List<RecipientResult> results = deliver(entry, sender.get(), envelope, good, moreWaits);
    return merge(recipients, results);
  }

  private static List<Outcome> merge(
      List<Optional<OutboundMessage.Recipient>> recipients, List<RecipientResult> results) {
    List<Outcome> outcomes = new ArrayList<>(recipients.size());
    int next = 0;
    for (Optional<OutboundMessage.Recipient> recipient : recipients) {
      outcomes.add(recipient.isPresent() ? outcome(results.get(next++)) : badAddress());
    }
    return outcomes;
  }

  private static Optional<OutboundMessage.Recipient> recipient(QueueEntry entry) {
    return PathText.forwardPath(entry.recipient())
        .flatMap(
            path ->
                path instanceof ForwardPath.Recipient(EnvelopeAddress address)
                    ? Optional.of(address)
                    : Optional.empty())
        .map(
            address ->
                new OutboundMessage.Recipient(
                    address, QueuedEnvelope.decode(entry.envelope()).rcpt()));
  }

  private List<RecipientResult> deliver(
      QueueEntry entry,
      ReversePath sender,
      QueuedEnvelope envelope,
      List<OutboundMessage.Recipient> recipients,
      BooleanSupplier moreWaits) {
    try {
      return courier.deliver(
          new OutboundMessage(
              entry.name(),
              entry.destination(),
              sender,
              parameters(entry, envelope.mail()),
              wish(envelope),
              queue.content(entry),
              recipients),
          moreWaits);
    } catch (StorageException e) {
      RecipientResult result = new RecipientResult.Deferred(trouble(e.error()));
      return recipients.stream().map(_ -> result).toList();
    }
  }

  private static TlsWish wish(QueuedEnvelope envelope) {
    if (envelope.mail().handling().requireTls()) {
      return TlsWish.REQUIRED;
    }
    return envelope.tlsOptional() ? TlsWish.OPTIONAL : TlsWish.NONE;
  }

  /// What is left of a time limit is passed on (RFC 2852 §4.1.3).
  private MailParameters parameters(QueueEntry entry, MailParameters mail) {
    Optional<Handling.DeliverBy> by = mail.handling().deliverBy();
    if (by.isEmpty()) {
      return mail;
    }
    long passed = Duration.between(entry.queuedAt(), clock.instant()).toSeconds();
    Handling.DeliverBy left =
        new Handling.DeliverBy(by.get().seconds() - passed, by.get().mode(), by.get().trace());
    return mail.with(mail.handling().withDeliverBy(left));
  }

  private static Outcome outcome(RecipientResult result) {
    return switch (result) {
      case RecipientResult.Delivered delivered -> new Outcome.Delivered(Optional.of(delivered));
      case RecipientResult.Deferred(Trouble trouble) -> new Outcome.Deferred(trouble);
      case RecipientResult.Failed(Trouble trouble) -> new Outcome.Failed(trouble);
    };
  }

  private static Outcome deferred(Trouble trouble) {
    return new Outcome.Deferred(trouble);
  }

  private static Outcome badAddress() {
    return new Outcome.Failed(
        new Trouble(
            BAD_ADDRESS, Optional.empty(), Optional.empty(), "the address cannot be written"));
  }

  /// Delivers an entry into a mailbox here; if that works it has left the queue.
  Outcome local(QueueLease lease) {
    return switch (redelivery.deliver(lease)) {
      case Redelivery.Result.Delivered() -> new Outcome.Delivered(Optional.empty());
      case Redelivery.Result.Lost() -> new Outcome.Lost();
      case Redelivery.Result.Refused(StorageError error) ->
          mayPass(error)
              ? new Outcome.Deferred(trouble(error))
              : new Outcome.Failed(trouble(error));
    };
  }

  /// Somebody may clear a full mailbox.
  private static boolean mayPass(StorageError error) {
    return error.temporary() || error instanceof StorageError.OverQuota;
  }

  /// A refusal of the store in terms of a report (RFC 3463).
  static Trouble trouble(StorageError error) {
    EnhancedCode status =
        switch (error) {
          case StorageError.Missing _ -> new EnhancedCode(5, 1, 1);
          case StorageError.OverQuota _ -> new EnhancedCode(4, 2, 2);
          case StorageError.Denied _ -> new EnhancedCode(5, 7, 1);
          case StorageError.Limit _ -> new EnhancedCode(5, 2, 3);
          case StorageError.Exists _, StorageError.Invalid _, StorageError.Corrupt _ ->
              new EnhancedCode(5, 3, 0);
          case StorageError.Busy _, StorageError.Full _, StorageError.Unavailable _ ->
              LOCAL_TROUBLE;
        };
    return new Trouble(status, Optional.empty(), Optional.empty(), error.message());
  }
}
