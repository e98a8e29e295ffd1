package org.posthorn.smtp.delivery;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.posthorn.smtp.transaction.Destination;
import org.posthorn.smtp.transaction.Envelope;
import org.posthorn.storage.blob.Content;
import org.posthorn.storage.delivery.DeliveryAction;
import org.posthorn.storage.delivery.DeliveryPlan;
import org.posthorn.storage.directory.Resolution;

/// Makes a plan for each account that a message goes to: its trace header, and what its chain of
/// [DeliveryStep]s decides. Thread-safe.
public final class DeliveryPlanner {
  private final List<DeliveryStep> steps;

  /// @param steps asked in this order; the first begins with no action
  public DeliveryPlanner(List<DeliveryStep> steps) {
    this.steps = List.copyOf(steps);
  }

  /// Keeps what is good and files what is suspect into Junk.
  public static DeliveryPlanner standard() {
    return new DeliveryPlanner(List.of(DeliveryStep.keep(), DeliveryStep.junk()));
  }

  /// One plan for each account, however many addresses led there; with different details (`+`),
  /// one for each.
  List<DeliveryPlan> plans(InboundMessage message, Content body, TraceHeader header) {
    Map<Resolution.Target, DeliveryPlan> plans = new LinkedHashMap<>();
    for (Envelope.Recipient recipient : message.envelope().recipients()) {
      Destination.Deliverable destination = recipient.destination();
      for (Resolution.Target target : destination.accounts()) {
        if (!plans.containsKey(target)) {
          var occasion = new DeliveryStep.Occasion(message, body, target, destination.recipient());
          byte[] prefix = header.forRecipient(recipient.path().wire());
          plans.put(
              target,
              new DeliveryPlan(
                  target.account(), destination.recipient(), prefix, actions(occasion)));
        }
      }
    }
    return List.copyOf(plans.values());
  }

  private List<DeliveryAction> actions(DeliveryStep.Occasion occasion) {
    List<DeliveryAction> actions = List.of();
    for (DeliveryStep step : steps) {
      actions = step.decide(occasion, actions);
    }
    return actions;
  }
}
