package org.posthorn.smtp.outbound.route;

import java.net.InetAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.posthorn.smtp.outbound.OutboundMessage;
import org.posthorn.smtp.outbound.OutboundMessage.Recipient;
import org.posthorn.smtp.outbound.RecipientResult;
import org.posthorn.smtp.outbound.RecipientResult.Deferred;
import org.posthorn.smtp.outbound.RecipientResult.Delivered;
import org.posthorn.smtp.outbound.RecipientResult.Failed;
import org.posthorn.smtp.outbound.RecipientResult.Trouble;
import org.posthorn.smtp.outbound.client.Answer;
import org.posthorn.smtp.outbound.client.OutgoingMessage;
import org.posthorn.smtp.outbound.client.Target;
import org.posthorn.smtp.outbound.route.HostAddresses.Addresses;

/// One attempt for one message: from host to host, and from address to address, until every
/// recipient has a result (RFC 5321 §5.1). For one thread.
final class DeliveryAttempt {
  private final CourierParts parts;
  private final OutboundMessage message;
  private final BooleanSupplier moreWaits;
  private final OutgoingMessage outgoing;
  private final Route route;
  private final Map<Integer, RecipientResult> results = new HashMap<>();
  private final List<RecipientResult> troubles = new ArrayList<>();
  private final long deadline;

  DeliveryAttempt(CourierParts parts, OutboundMessage message, BooleanSupplier moreWaits) {
    this.parts = parts;
    this.message = message;
    this.moreWaits = moreWaits;
    this.outgoing = new OutgoingMessage(message);
    this.route = parts.routes().of(message.destination());
    this.deadline = System.nanoTime() + parts.config().timeouts().attempt().toNanos();
  }

  List<RecipientResult> run() {
    switch (hosts()) {
      case Hosts.Nowhere(Trouble trouble, boolean forGood) ->
          troubles.add(forGood ? new Failed(trouble) : new Deferred(trouble));
      case Hosts.Found(List<MailHost> hosts) -> walk(hosts);
    }
    RecipientResult rest = rest();
    List<RecipientResult> all = new ArrayList<>(message.recipients().size());
    for (int i = 0; i < message.recipients().size(); i++) {
      all.add(results.getOrDefault(i, rest));
    }
    return all;
  }

  private Hosts hosts() {
    return route.byMx()
        ? parts.mailHosts().of(message.destination())
        : new Hosts.Found(
            route.hosts().stream().map(h -> new MailHost(h.host(), h.port(), true)).toList());
  }

  private void walk(List<MailHost> hosts) {
    int most = Math.min(hosts.size(), parts.config().maxHosts());
    for (MailHost host : hosts.subList(0, most)) {
      if (isOver() || !tryHost(host)) {
        return;
      }
    }
  }

  /// Whether nothing is left to be done, or no time to do it.
  private boolean isOver() {
    return results.size() == message.recipients().size()
        || Thread.currentThread().isInterrupted()
        || System.nanoTime() > deadline;
  }

  /// @return whether the next host may be tried
  private boolean tryHost(MailHost host) {
    return switch (parts.addresses().of(host.name())) {
      case Addresses.None _ -> {
        trouble(Troubles.at(host.name(), 5, 4, 4, "the server " + host.name() + " has no address"));
        yield true;
      }
      case Addresses.Unknown(String reason) -> {
        trouble(
            Troubles.at(
                host.name(), 4, 4, 3, "DNS says nothing of " + host.name() + ": " + reason));
        yield true;
      }
      case Addresses.Found(var addresses, boolean authentic) ->
          switch (parts.policies().of(message, route, host, authentic)) {
            case HostPolicy.Skip skip -> {
              trouble(skip.trouble());
              parts.listener().ended(skipped(host, skip));
              yield true;
            }
            case HostPolicy.Connect policy -> tryAddresses(host, addresses, policy);
          };
    };
  }

  private boolean tryAddresses(
      MailHost host, List<InetAddress> addresses, HostPolicy.Connect policy) {
    for (InetAddress address : addresses) {
      if (isOver()) {
        return false;
      }
      if (route.byMx() && parts.own().listensAt(address, host.port())) {
        // RFC 5321 §5.1: this host and all that follow lead back here.
        trouble(Troubles.loop(message.destination()));
        return false;
      }
      Target target =
          new Target(
              host.name(),
              address,
              host.port(),
              route.protocol(),
              route.implicitTls(),
              route.login());
      List<Integer> open = open();
      List<Recipient> recipients = open.stream().map(message.recipients()::get).toList();
      Visit.Report report =
          new Visit(parts, message, moreWaits, outgoing, target, policy).run(recipients);
      report.trouble().ifPresent(this::trouble);
      for (int i = 0; i < open.size(); i++) {
        settle(host, open.get(i), report.answers().get(i));
      }
    }
    return true;
  }

  private List<Integer> open() {
    List<Integer> open = new ArrayList<>();
    for (int i = 0; i < message.recipients().size(); i++) {
      if (!results.containsKey(i)) {
        open.add(i);
      }
    }
    return open;
  }

  private void settle(MailHost host, int recipient, Answer answer) {
    switch (answer) {
      case Answer.Taken(var reply, boolean dsn) ->
          results.put(recipient, new Delivered(host.name(), reply.text(), dsn));
      case Answer.Refused(var reply, Answer.Stage stage) -> {
        Trouble trouble = Troubles.said(host.name(), reply, 0, 0);
        if (reply.isPermanent()) {
          results.put(recipient, new Failed(trouble));
        } else if (stage == Answer.Stage.MAIL) {
          trouble(trouble);
        } else {
          results.put(recipient, new Deferred(trouble));
        }
      }
      case Answer.Unfit(var status, String reason, boolean elsewhere) -> {
        Trouble trouble =
            new Trouble(
                status,
                Optional.of(host.name()),
                Optional.empty(),
                host.name() + " cannot take the message: " + reason);
        if (elsewhere) {
          trouble(trouble);
        } else {
          results.put(recipient, new Failed(trouble));
        }
      }
      case Answer.Unasked _ -> {}
      case Answer.Unsure(String reason) ->
          results.put(
              recipient,
              new Deferred(
                  Troubles.at(
                      host.name(),
                      4,
                      4,
                      2,
                      host.name()
                          + " may have the message already, but did not say so: "
                          + reason)));
    }
  }

  private void trouble(Trouble trouble) {
    troubles.add(trouble.status().category() == 5 ? new Failed(trouble) : new Deferred(trouble));
  }

  /// What becomes of recipients that no host answered for: it is for good only where no host leaves
  /// any hope.
  private RecipientResult rest() {
    Optional<RecipientResult> hope =
        troubles.stream().filter(Deferred.class::isInstance).reduce((_, last) -> last);
    return hope.orElseGet(
        () ->
            troubles.isEmpty()
                ? new Deferred(Troubles.of(4, 4, 7, "no time was left to try a server"))
                : troubles.getLast());
  }

  private Attempt skipped(MailHost host, HostPolicy.Skip skip) {
    return new Attempt(
        message.id(),
        message.destination(),
        host.name(),
        Optional.empty(),
        skip.basis(),
        Optional.empty(),
        skip.failure(),
        false,
        Attempt.Outcome.INSECURE,
        skip.trouble().reason(),
        Duration.ZERO);
  }
}
