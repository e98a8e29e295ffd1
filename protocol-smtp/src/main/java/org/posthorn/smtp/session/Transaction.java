package org.posthorn.smtp.session;

import java.time.Instant;
import org.posthorn.smtp.policy.Scope;
import org.posthorn.smtp.transaction.Envelope;

/// A mail transaction under way (RFC 5321 §3.3).
///
/// @param id names the message that is to come
/// @param scope what the checks know of it; ends with the transaction
/// @param beganAt when MAIL came
public record Transaction(String id, Envelope envelope, Scope scope, Instant beganAt) {
  /// The same with one more recipient.
  Transaction with(Envelope.Recipient recipient) {
    return new Transaction(id, envelope.with(recipient), scope, beganAt);
  }
}
