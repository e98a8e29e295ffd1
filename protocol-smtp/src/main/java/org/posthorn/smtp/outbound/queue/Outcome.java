package org.posthorn.smtp.outbound.queue;

import java.util.Locale;
import java.util.Optional;
import org.posthorn.smtp.command.EnhancedCode;
import org.posthorn.smtp.outbound.RecipientResult;
import org.posthorn.smtp.outbound.RecipientResult.Trouble;

/// What an attempt means for one recipient, once the limits of time are looked at.
sealed interface Outcome {
  /// A short word for logs and metrics.
  default String word() {
    return getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }

  /// It has left the queue well.
  ///
  /// @param by who took it: a host, or empty for a mailbox here
  record Delivered(Optional<RecipientResult.Delivered> by) implements Outcome {}

  /// It waits for another attempt.
  record Deferred(Trouble trouble) implements Outcome {}

  /// It has failed for good.
  record Failed(Trouble trouble) implements Outcome {}

  /// It was tried for as long as it may be (RFC 3463 X.4.7).
  ///
  /// @param trouble what the last attempt met
  record Expired(Trouble trouble) implements Outcome {
    static final EnhancedCode STATUS = new EnhancedCode(5, 4, 7);
  }

  /// Somebody else has the entry by now, or it is gone.
  record Lost() implements Outcome {}
}
