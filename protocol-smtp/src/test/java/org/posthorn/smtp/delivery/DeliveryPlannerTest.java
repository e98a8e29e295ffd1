package org.posthorn.smtp.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.net.InetAddress;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.posthorn.smtp.command.EnvelopeAddress;
import org.posthorn.smtp.command.ForwardPath;
import org.posthorn.smtp.command.HostPart;
import org.posthorn.smtp.command.MailParameters;
import org.posthorn.smtp.command.RcptParameters;
import org.posthorn.smtp.command.ReversePath;
import org.posthorn.smtp.policy.Findings;
import org.posthorn.smtp.policy.Scope;
import org.posthorn.smtp.transaction.Client;
import org.posthorn.smtp.transaction.Destination;
import org.posthorn.smtp.transaction.Envelope;
import org.posthorn.smtp.transaction.Identity;
import org.posthorn.smtp.transaction.MessageFacts;
import org.posthorn.smtp.transaction.Role;
import org.posthorn.storage.blob.ByteContent;
import org.posthorn.storage.delivery.DeliveryAction;
import org.posthorn.storage.delivery.DeliveryPlan;
import org.posthorn.storage.directory.Resolution;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.SpecialUse;

/// What the chain of delivery steps decides, and for whom.
class DeliveryPlannerTest {
  private static final DeliveryAction KEEP = new DeliveryAction.Keep(Flags.NONE);
  private static final DeliveryAction JUNK =
      new DeliveryAction.FileIntoUse(SpecialUse.JUNK, Flags.NONE);
  private static final Findings SUSPECT = Findings.junk("smells");
  private static final Resolution.Target ALICE = new Resolution.Target(new AccountId(1), "");
  private static final Resolution.Target BOB = new Resolution.Target(new AccountId(2), "");

  @Test
  void goodMailIsKept() {
    assertEquals(List.of(KEEP), onlyPlan(DeliveryPlanner.standard(), Findings.NONE).actions());
  }

  @Test
  void suspectMailGoesToJunk() {
    assertEquals(List.of(JUNK), onlyPlan(DeliveryPlanner.standard(), SUSPECT).actions());
  }

  @Test
  void stepsSeeWhatThoseBeforeThemDecided() {
    DeliveryAction redirect = new DeliveryAction.Redirect(new MailAddress("x", "example.org"));
    DeliveryStep forwarding =
        (occasion, actions) ->
            occasion.target().equals(ALICE) ? List.of(actions.getFirst(), redirect) : actions;
    DeliveryPlanner planner =
        new DeliveryPlanner(List.of(DeliveryStep.keep(), forwarding, DeliveryStep.junk()));
    assertEquals(List.of(JUNK, redirect), onlyPlan(planner, SUSPECT).actions());
  }

  @Test
  void anAccountGetsOnePlanHoweverManyAddressesLeadThere() {
    InboundMessage message =
        message(Findings.NONE, recipient("alice", ALICE), recipient("staff", ALICE, BOB));
    List<DeliveryPlan> plans = plans(DeliveryPlanner.standard(), message);
    assertEquals(
        List.of(ALICE.account(), BOB.account()),
        plans.stream().map(DeliveryPlan::account).toList());
  }

  private static DeliveryPlan onlyPlan(DeliveryPlanner planner, Findings findings) {
    List<DeliveryPlan> plans = plans(planner, message(findings, recipient("alice", ALICE)));
    assertEquals(1, plans.size());
    return plans.getFirst();
  }

  private static List<DeliveryPlan> plans(DeliveryPlanner planner, InboundMessage message) {
    TraceHeader header =
        new TraceHeader(message, new TraceHeader.Style("mx.example.test", ZoneOffset.UTC, false));
    return planner.plans(message, new ByteContent(new byte[14]), header);
  }

  private static InboundMessage message(Findings findings, Envelope.Recipient... recipients) {
    InetAddress loopback = InetAddress.getLoopbackAddress();
    Scope scope = Scope.session().transaction();
    scope.add(findings);
    return new InboundMessage(
        "1",
        new Client("s", loopback, loopback, Role.RELAY, Optional.empty()),
        new Identity("client.example", true, Optional.empty()),
        new Envelope(new ReversePath.Null(), MailParameters.NONE, List.of(recipients)),
        new MessageFacts(14, 0, false, false, false, false, 10),
        scope,
        Instant.EPOCH);
  }

  private static Envelope.Recipient recipient(String local, Resolution.Target... targets) {
    return new Envelope.Recipient(
        new ForwardPath.Recipient(new EnvelopeAddress(local, new HostPart.Domain("example.test"))),
        RcptParameters.NONE,
        new Destination.Deliverable(
            new MailAddress(local, "example.test"), List.of(targets), List.of()));
  }
}
