package org.posthorn.smtp.delivery;

import java.util.Locale;
import java.util.Optional;
import org.posthorn.storage.delivery.DeliveryOutcome;
import org.posthorn.storage.delivery.DeliveryPlan;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.StorageError;

/// What became of a message for one recipient.
///
/// @param account the account here that it was for; empty for mail that goes elsewhere
/// @param error why it is refused; empty where it is not
record Fate(
    MailAddress recipient,
    Optional<AccountId> account,
    Result result,
    Optional<StorageError> error) {
  /// In short.
  enum Result {
    DELIVERED,
    QUEUED,
    DISCARDED,
    REFUSED
  }

  static Fate of(DeliveryPlan plan, DeliveryOutcome outcome) {
    return switch (outcome) {
      case DeliveryOutcome.Delivered _ -> taken(plan, Result.DELIVERED);
      case DeliveryOutcome.Queued() -> taken(plan, Result.QUEUED);
      case DeliveryOutcome.Discarded() -> taken(plan, Result.DISCARDED);
      case DeliveryOutcome.Refused(StorageError error) ->
          new Fate(
              plan.recipient(), Optional.of(plan.account()), Result.REFUSED, Optional.of(error));
    };
  }

  private static Fate taken(DeliveryPlan plan, Result result) {
    return new Fate(plan.recipient(), Optional.of(plan.account()), result, Optional.empty());
  }

  /// It is in the queue, for another host.
  static Fate queued(MailAddress recipient) {
    return new Fate(recipient, Optional.empty(), Result.QUEUED, Optional.empty());
  }

  /// For the log.
  String words() {
    String word = result.name().toLowerCase(Locale.ROOT);
    return error.map(why -> word + ": " + why.message()).orElse(word);
  }

  boolean isTaken() {
    return error.isEmpty();
  }
}
