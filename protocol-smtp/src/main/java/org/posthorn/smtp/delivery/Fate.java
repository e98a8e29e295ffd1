package org.posthorn.smtp.delivery;

import java.util.Optional;
import org.posthorn.storage.delivery.DeliveryOutcome;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.StorageError;

/// What became of a message for one recipient.
///
/// @param words for the log
/// @param error why it is not taken; empty where it is
record Fate(MailAddress recipient, String words, Optional<StorageError> error) {
  static Fate of(MailAddress recipient, DeliveryOutcome outcome) {
    return switch (outcome) {
      case DeliveryOutcome.Delivered _ -> taken(recipient, "delivered");
      case DeliveryOutcome.Queued() -> taken(recipient, "queued");
      case DeliveryOutcome.Discarded() -> taken(recipient, "discarded");
      case DeliveryOutcome.Refused(StorageError error) -> refused(recipient, error);
    };
  }

  static Fate taken(MailAddress recipient, String words) {
    return new Fate(recipient, words, Optional.empty());
  }

  static Fate refused(MailAddress recipient, StorageError error) {
    return new Fate(recipient, "refused: " + error.message(), Optional.of(error));
  }

  boolean isTaken() {
    return error.isEmpty();
  }
}
