package org.posthorn.smtp.session;

import java.time.Instant;
import org.posthorn.smtp.policy.Findings;
import org.posthorn.smtp.transaction.Envelope;

/// A mail transaction under way (RFC 5321 §3.3).
///
/// @param id names the message that is to come
/// @param findings what the checks found so far
/// @param beganAt when MAIL came
public record Transaction(String id, Envelope envelope, Findings findings, Instant beganAt) {
  /// The same with one more recipient and what was found about it.
  Transaction with(Envelope.Recipient recipient, Findings more) {
    return new Transaction(id, envelope.with(recipient), findings.and(more), beganAt);
  }

  /// The same with more found.
  Transaction with(Findings more) {
    return new Transaction(id, envelope, findings.and(more), beganAt);
  }
}
