package org.posthorn.smtp.delivery;

import java.time.Instant;
import org.posthorn.smtp.policy.Findings;
import org.posthorn.smtp.transaction.Client;
import org.posthorn.smtp.transaction.Envelope;
import org.posthorn.smtp.transaction.Identity;
import org.posthorn.smtp.transaction.MessageFacts;

/// A message that has come in whole, with all that is known about it.
///
/// @param id names it in Received fields, in the answer and in the log
/// @param findings what the checks found before the end of data
/// @param receivedAt when its transaction began
public record InboundMessage(
    String id,
    Client client,
    Identity identity,
    Envelope envelope,
    MessageFacts facts,
    Findings findings,
    Instant receivedAt) {
  /// The same, with more found.
  public InboundMessage with(Findings more) {
    return new InboundMessage(
        id, client, identity, envelope, facts, findings.and(more), receivedAt);
  }
}
