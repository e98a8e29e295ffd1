package org.posthorn.smtp.delivery;

import java.time.Instant;
import org.posthorn.smtp.policy.Findings;
import org.posthorn.smtp.policy.Scope;
import org.posthorn.smtp.transaction.Client;
import org.posthorn.smtp.transaction.Envelope;
import org.posthorn.smtp.transaction.Identity;
import org.posthorn.smtp.transaction.MessageFacts;

/// A message that has come in whole, with all that is known about it.
///
/// @param id names it in Received fields, in the answer and in the log
/// @param scope what the checks know of it
/// @param receivedAt when its transaction began
public record InboundMessage(
    String id,
    Client client,
    Identity identity,
    Envelope envelope,
    MessageFacts facts,
    Scope scope,
    Instant receivedAt) {
  /// What the checks found so far.
  public Findings findings() {
    return scope.findings();
  }

  /// The same with the envelope that a filter wants.
  InboundMessage with(Envelope changed) {
    return new InboundMessage(id, client, identity, changed, facts, scope, receivedAt);
  }

  /// The same with what was noticed about the message after a filter changed it.
  InboundMessage with(MessageFacts changed) {
    return new InboundMessage(id, client, identity, envelope, changed, scope, receivedAt);
  }
}
