package org.posthorn.smtp.delivery;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.posthorn.smtp.command.Replies;
import org.posthorn.smtp.command.Reply;
import org.posthorn.smtp.policy.CheckList.Outcome;
import org.posthorn.smtp.policy.SmtpPolicy;
import org.posthorn.smtp.transaction.Destination;
import org.posthorn.smtp.transaction.Envelope;
import org.posthorn.smtp.transaction.RemoteDelivery;
import org.posthorn.smtp.transaction.Role;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.delivery.Delivery;
import org.posthorn.storage.delivery.DeliveryAction;
import org.posthorn.storage.delivery.DeliveryOutcome;
import org.posthorn.storage.delivery.DeliveryPlan;
import org.posthorn.storage.directory.Resolution;
import org.posthorn.storage.model.Actor;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.Protocol;
import org.posthorn.storage.model.SpecialUse;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;

/// Takes a message that has come in whole: the last checks, a plan for each recipient, the store,
/// and the answer. A positive answer is given only when the message is durable (RFC 5321 §4.1.1.4).
///
/// Once one recipient has it, the message is ours: those who then fail are reported to
/// [RemoteDelivery#undeliverable], not to the client. Thread-safe.
public final class MessageAcceptance {
  private final SmtpPolicy policy;
  private final Delivery delivery;
  private final RemoteDelivery remote;
  private final SmtpMetrics metrics;
  private final String hostname;
  private final ZoneId zone;

  /// @param hostname the name of this host in Received fields
  public MessageAcceptance(
      SmtpPolicy policy,
      Delivery delivery,
      RemoteDelivery remote,
      SmtpMetrics metrics,
      String hostname) {
    this.policy = policy;
    this.delivery = delivery;
    this.remote = remote;
    this.metrics = metrics;
    this.hostname = hostname;
    this.zone = ZoneId.systemDefault();
  }

  /// Takes the message or says why not.
  ///
  /// @param body what the client sent; the caller closes it
  public Reply accept(InboundMessage message, SpooledBody body) {
    MessageLog log = new MessageLog(message);
    Reply reply = check(message, body, log);
    metrics.message(reply, message.facts().size());
    log.write(reply);
    return reply;
  }

  private Reply check(InboundMessage message, SpooledBody body, MessageLog log) {
    var context =
        new SmtpPolicy.AtEndOfData(
            message.client(),
            message.identity(),
            message.envelope(),
            message.facts(),
            body.content());
    return switch (policy.endOfData().evaluate(context)) {
      case Outcome.Refused(Reply reply, String check) -> {
        log.refusedBy(check);
        yield reply;
      }
      case Outcome.Passed(var findings) -> store(message.with(findings), body, log);
    };
  }

  private Reply store(InboundMessage message, SpooledBody body, MessageLog log) {
    TraceHeader header = new TraceHeader(message, hostname, zone);
    List<DeliveryPlan> plans = plans(message, header);
    try {
      List<DeliveryOutcome> outcomes =
          plans.isEmpty()
              ? List.of()
              : delivery.deliver(actor(message), body, message.receivedAt(), plans);
      boolean sent = sendOn(message, body, header, log);
      return answer(message, body, plans, outcomes, sent, log);
    } catch (StorageException e) {
      log.failed(e);
      return StorageReplies.of(e.error());
    }
  }

  /// Each account gets one copy, however many addresses led there; with different details (`+`),
  /// one for each.
  private static List<DeliveryPlan> plans(InboundMessage message, TraceHeader header) {
    List<DeliveryAction> actions =
        List.of(
            message.findings().quarantine().isPresent()
                ? new DeliveryAction.FileIntoUse(SpecialUse.JUNK, Flags.NONE)
                : new DeliveryAction.Keep(Flags.NONE));
    Map<Resolution.Target, DeliveryPlan> plans = new LinkedHashMap<>();
    for (Envelope.Recipient recipient : message.envelope().recipients()) {
      Destination.Deliverable destination = recipient.destination();
      for (Resolution.Target target : destination.accounts()) {
        if (!plans.containsKey(target)) {
          byte[] prefix = header.forRecipient(recipient.path().wire());
          plans.put(
              target, new DeliveryPlan(target.account(), destination.recipient(), prefix, actions));
        }
      }
    }
    return List.copyOf(plans.values());
  }

  private boolean sendOn(
      InboundMessage message, SpooledBody body, TraceHeader header, MessageLog log) {
    Set<MailAddress> elsewhere = new LinkedHashSet<>();
    for (Envelope.Recipient recipient : message.envelope().recipients()) {
      elsewhere.addAll(recipient.destination().remote());
    }
    if (elsewhere.isEmpty()) {
      return false;
    }
    remote.send(body, header.forRelay(), message.envelope(), List.copyOf(elsewhere));
    elsewhere.forEach(address -> log.recipient(address, "sent on"));
    return true;
  }

  private Reply answer(
      InboundMessage message,
      SpooledBody body,
      List<DeliveryPlan> plans,
      List<DeliveryOutcome> outcomes,
      boolean sentOn,
      MessageLog log) {
    boolean taken = sentOn;
    List<StorageError> errors = new ArrayList<>();
    for (int i = 0; i < plans.size(); i++) {
      MailAddress recipient = plans.get(i).recipient();
      switch (outcomes.get(i)) {
        case DeliveryOutcome.Delivered _ -> {
          taken = true;
          metrics.recipientStored();
          log.recipient(recipient, "delivered");
        }
        case DeliveryOutcome.Queued() -> {
          taken = true;
          metrics.recipientStored();
          log.recipient(recipient, "queued");
        }
        case DeliveryOutcome.Discarded() -> {
          taken = true;
          log.recipient(recipient, "discarded");
        }
        case DeliveryOutcome.Refused(StorageError error) -> {
          errors.add(error);
          metrics.recipientRefused();
          log.recipient(recipient, "refused: " + error.message());
        }
      }
    }
    if (!taken) {
      return refusal(errors);
    }
    reportFailures(message, body, plans, outcomes);
    return Replies.accepted(message.id());
  }

  /// Nobody has it: a temporary reason, if there is one, lets the client try again for all.
  private static Reply refusal(List<StorageError> errors) {
    return errors.stream()
        .map(StorageReplies::of)
        .filter(Reply::isTransient)
        .findFirst()
        .orElseGet(
            () -> errors.isEmpty() ? Replies.LOCAL_ERROR : StorageReplies.of(errors.getFirst()));
  }

  private void reportFailures(
      InboundMessage message,
      SpooledBody body,
      List<DeliveryPlan> plans,
      List<DeliveryOutcome> outcomes) {
    for (int i = 0; i < plans.size(); i++) {
      if (outcomes.get(i) instanceof DeliveryOutcome.Refused(StorageError error)) {
        remote.undeliverable(
            message.id(), body, message.envelope(), plans.get(i).recipient(), error);
      }
    }
  }

  private static Actor actor(InboundMessage message) {
    Protocol protocol =
        message.client().role() == Role.SUBMISSION ? Protocol.SUBMISSION : Protocol.SMTP;
    // Delivering is an act of the server towards its users, whoever brought the message.
    return Actor.system(protocol, message.client().session());
  }
}
