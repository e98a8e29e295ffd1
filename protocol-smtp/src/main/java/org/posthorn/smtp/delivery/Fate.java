package org.posthorn.smtp.delivery;

import java.util.Locale;
import java.util.Optional;
import org.posthorn.storage.delivery.DeliveryOutcome;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.StorageError;

/// What became of a message for one recipient.
///
/// @param error why it is refused; empty where it is not
record Fate(MailAddress recipient, Result result, Optional<StorageError> error) {
  /// In short.
  enum Result {
    DELIVERED,
    QUEUED,
    DISCARDED,
    REFUSED
  }

  static Fate of(MailAddress recipient, DeliveryOutcome outcome) {
    return switch (outcome) {
      case DeliveryOutcome.Delivered _ -> new Fate(recipient, Result.DELIVERED, Optional.empty());
      case DeliveryOutcome.Queued() -> queued(recipient);
      case DeliveryOutcome.Discarded() -> new Fate(recipient, Result.DISCARDED, Optional.empty());
      case DeliveryOutcome.Refused(StorageError error) ->
          new Fate(recipient, Result.REFUSED, Optional.of(error));
    };
  }

  static Fate queued(MailAddress recipient) {
    return new Fate(recipient, Result.QUEUED, Optional.empty());
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
