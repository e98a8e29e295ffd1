package org.posthorn.smtp.delivery;

import java.util.Optional;
import org.posthorn.storage.delivery.DeliveryOutcome;
import org.posthorn.storage.delivery.DeliveryPlan;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.StorageError;

/// What became of a message for one recipient.
///
/// @param account the account here that it was for; empty for mail that goes elsewhere
/// @param words for the log
/// @param error why it is not taken; empty where it is
record Fate(
    MailAddress recipient,
    Optional<AccountId> account,
    String words,
    Optional<StorageError> error) {
  static Fate of(DeliveryPlan plan, DeliveryOutcome outcome) {
    return switch (outcome) {
      case DeliveryOutcome.Delivered _ -> taken(plan, "delivered");
      case DeliveryOutcome.Queued() -> taken(plan, "queued");
      case DeliveryOutcome.Discarded() -> taken(plan, "discarded");
      case DeliveryOutcome.Refused(StorageError error) ->
          new Fate(
              plan.recipient(),
              Optional.of(plan.account()),
              "refused: " + error.message(),
              Optional.of(error));
    };
  }

  private static Fate taken(DeliveryPlan plan, String words) {
    return new Fate(plan.recipient(), Optional.of(plan.account()), words, Optional.empty());
  }

  /// It is in the queue, for another host.
  static Fate queued(MailAddress recipient) {
    return new Fate(recipient, Optional.empty(), "queued", Optional.empty());
  }

  boolean isTaken() {
    return error.isEmpty();
  }
}
