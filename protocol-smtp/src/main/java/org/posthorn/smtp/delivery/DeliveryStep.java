package org.posthorn.smtp.delivery;

import java.util.List;
import org.posthorn.storage.blob.Content;
import org.posthorn.storage.delivery.DeliveryAction;
import org.posthorn.storage.directory.Resolution;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.SpecialUse;

/// One step in deciding what happens to a message for one recipient. [DeliveryPlanner] asks its
/// steps in order, each with what those before it decided; scripts of users, vacation and
/// forwarding are further steps.
///
/// A step has no effects of its own: it only says what to do. It may read from the store. Used by
/// many sessions at once.
@FunctionalInterface
public interface DeliveryStep {
  /// What to do, given what the steps before decided.
  ///
  /// @param actions what they decided, in order; none means to discard the message
  List<DeliveryAction> decide(Occasion occasion, List<DeliveryAction> actions);

  /// A message on its way to one recipient.
  ///
  /// @param body what the sender sent; readable while the plan is made
  /// @param target the account that gets it, with the detail of the address
  /// @param recipient the address in the envelope that led there
  record Occasion(
      InboundMessage message, Content body, Resolution.Target target, MailAddress recipient) {}

  /// Where nobody says otherwise, a message goes to INBOX.
  static DeliveryStep keep() {
    return (_, actions) ->
        actions.isEmpty() ? List.of(new DeliveryAction.Keep(Flags.NONE)) : actions;
  }

  /// What the checks found suspect and would keep, goes to Junk.
  static DeliveryStep junk() {
    return (occasion, actions) ->
        occasion.message().findings().quarantine().isEmpty()
            ? actions
            : actions.stream().map(DeliveryStep::toJunk).toList();
  }

  private static DeliveryAction toJunk(DeliveryAction action) {
    return action instanceof DeliveryAction.Keep(Flags flags)
        ? new DeliveryAction.FileIntoUse(SpecialUse.JUNK, flags)
        : action;
  }
}
