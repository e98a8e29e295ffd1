package org.posthorn.smtp.delivery;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.posthorn.smtp.command.Replies;
import org.posthorn.smtp.command.Reply;
import org.posthorn.smtp.policy.CheckList.Outcome;
import org.posthorn.smtp.policy.MessageInHand;
import org.posthorn.smtp.policy.Phase;
import org.posthorn.smtp.policy.Rewrite;
import org.posthorn.smtp.policy.SmtpPolicy;
import org.posthorn.smtp.transaction.Departure;
import org.posthorn.smtp.transaction.Envelope;
import org.posthorn.smtp.transaction.RemoteDelivery;
import org.posthorn.smtp.transaction.Role;
import org.posthorn.storage.blob.Content;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.delivery.Delivery;
import org.posthorn.storage.delivery.DeliveryOutcome;
import org.posthorn.storage.delivery.DeliveryPlan;
import org.posthorn.storage.delivery.Onward;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.Actor;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.Protocol;
import org.posthorn.storage.model.StorageException;

/// Takes a message that has come in whole: the last checks, a plan for each recipient, the store,
/// and the answer. A positive answer is given only when the message is durable (RFC 5321 §4.1.1.4).
///
/// What the client cannot be told is reported to [RemoteDelivery#undeliverable]. Thread-safe.
public final class MessageAcceptance {
  private final SmtpPolicy policy;
  private final DeliveryPlanner planner;
  private final Delivery delivery;
  private final RemoteDelivery remote;
  private final SmtpMetrics metrics;
  private final TraceHeader.Style style;

  /// @param style of Received fields
  public MessageAcceptance(
      SmtpPolicy policy,
      DeliveryPlanner planner,
      Delivery delivery,
      RemoteDelivery remote,
      SmtpMetrics metrics,
      TraceHeader.Style style) {
    this.policy = policy;
    this.planner = planner;
    this.delivery = delivery;
    this.remote = remote;
    this.metrics = metrics;
    this.style = style;
  }

  /// Takes the message or says why not.
  ///
  /// @param body what the client sent; the caller closes it
  /// @return one answer, or in LMTP one for each recipient, in the order of RCPT (RFC 2033 §4.2)
  public List<Reply> accept(InboundMessage message, SpooledBody body) {
    MessageLog log = new MessageLog(message);
    List<Reply> replies = check(message, body, log);
    Reply summary =
        replies.stream().filter(Reply::isPositive).findFirst().orElse(replies.getFirst());
    metrics.message(summary, message.facts().size());
    log.write(summary);
    return replies;
  }

  private List<Reply> check(InboundMessage message, SpooledBody body, MessageLog log) {
    var context =
        new SmtpPolicy.AtEndOfData(
            message.client(),
            message.identity(),
            message.id(),
            message.facts(),
            new MessageInHand(body, message.envelope(), message.findings().fields()),
            message.scope());
    return switch (policy.endOfData().evaluate(context)) {
      case Outcome.Refused(Reply reply, String check) -> {
        log.refusedBy(check);
        yield Answers.same(message, reply);
      }
      case Outcome.Passed _ ->
          message
              .findings()
              .rewrite()
              .map(rewrite -> store(rewritten(message, rewrite, body), rewrite.body(), log))
              .orElseGet(() -> store(message, body, log));
    };
  }

  /// What a filter made of it. The facts are of use later: a Date that it added is one.
  private static InboundMessage rewritten(
      InboundMessage message, Rewrite rewrite, SpooledBody body) {
    InboundMessage changed = message.with(rewrite.envelope());
    if (rewrite.body() == body) {
      return changed;
    }
    FactsScanner scanner = new FactsScanner();
    Content content = rewrite.body().content();
    content.writeTo(0, content.size(), scanner::accept);
    return changed.with(scanner.facts());
  }

  private List<Reply> store(InboundMessage message, SpooledBody body, MessageLog log) {
    if (message.envelope().recipients().isEmpty()) {
      log.discarded();
      return List.of(Replies.accepted(message.id())); // as a filter wants it
    }
    long began = System.nanoTime();
    try {
      return storeNow(message, body, log);
    } finally {
      message.scope().story().took(Phase.STORE, System.nanoTime() - began);
    }
  }

  private List<Reply> storeNow(InboundMessage message, SpooledBody body, MessageLog log) {
    TraceHeader header = new TraceHeader(message, style);
    Departure departure = departure(message, body, header);
    List<Fate> fates;
    try {
      fates = deliver(message, body, planner.plans(message, body.content(), header), departure);
    } catch (StorageException e) {
      log.failed(e);
      return Answers.same(message, StorageReplies.of(e.error()));
    }
    for (Fate fate : fates) {
      log.recipient(fate);
      metrics.recipient(fate.isTaken());
    }
    Answers answers = Answers.of(message, fates);
    for (Fate fate : answers.untold()) {
      fate.error().ifPresent(why -> remote.undeliverable(departure, fate.recipient(), why));
    }
    remote.delivered(departure, delivered(fates));
    return answers.replies();
  }

  private static Departure departure(InboundMessage message, SpooledBody body, TraceHeader header) {
    boolean submitted = message.client().role() == Role.SUBMISSION;
    // A sender that checks found suspect may be forged: reports would go to somebody else.
    boolean reportable = submitted || message.findings().quarantine().isEmpty();
    return new Departure(
        message.id(),
        submitted,
        message.envelope(),
        header.forRelay(),
        body.content(),
        message.receivedAt(),
        reportable);
  }

  /// Mail for people here and elsewhere: the store takes all of it, or fails before any is taken.
  private List<Fate> deliver(
      InboundMessage message, SpooledBody body, List<DeliveryPlan> plans, Departure departure) {
    Set<MailAddress> elsewhere = elsewhere(message);
    if (plans.isEmpty() && elsewhere.isEmpty()) {
      return List.of();
    }
    Onward onward = remote.onward(departure);
    List<Fate> fates = new ArrayList<>(plans.size() + elsewhere.size());
    boolean held = isHeld(message) && !plans.isEmpty();
    List<DeliveryOutcome> outcomes =
        delivery.deliver(
            actor(message),
            body,
            message.receivedAt(),
            held ? List.of() : plans,
            held ? new HeldBack(onward, plans) : onward);
    for (int i = 0; i < plans.size(); i++) {
      fates.add(Fate.of(plans.get(i), held ? new DeliveryOutcome.Queued() : outcomes.get(i)));
    }
    elsewhere.forEach(address -> fates.add(Fate.queued(address)));
    return fates;
  }

  private static boolean isHeld(InboundMessage message) {
    Instant now = message.receivedAt();
    return message
        .envelope()
        .parameters()
        .handling()
        .hold()
        .filter(hold -> hold.release(now).isAfter(now))
        .isPresent();
  }

  private static Set<MailAddress> elsewhere(InboundMessage message) {
    Set<MailAddress> addresses = new LinkedHashSet<>();
    for (Envelope.Recipient recipient : message.envelope().recipients()) {
      addresses.addAll(recipient.destination().remote());
    }
    return addresses;
  }

  private static Set<AccountId> delivered(List<Fate> fates) {
    return fates.stream()
        .filter(fate -> fate.result() == Fate.Result.DELIVERED)
        .flatMap(fate -> fate.account().stream())
        .collect(Collectors.toSet());
  }

  private static Actor actor(InboundMessage message) {
    Protocol protocol =
        message.client().role() == Role.SUBMISSION ? Protocol.SUBMISSION : Protocol.SMTP;
    // Delivering is an act of the server towards its users, whoever brought the message.
    return Actor.system(protocol, message.client().session());
  }
}
