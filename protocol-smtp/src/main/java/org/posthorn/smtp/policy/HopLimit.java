package org.posthorn.smtp.policy;

import org.posthorn.smtp.command.Replies;
import org.posthorn.smtp.policy.SmtpPolicy.AtEndOfData;

/// A message that has come through too many hosts is in a loop (RFC 5321 §6.3).
///
/// @param maximum Received fields
public record HopLimit(int maximum) implements Check<AtEndOfData> {
  @Override
  public Verdict check(AtEndOfData context) {
    return context.facts().receivedFields() <= maximum
        ? Verdict.ACCEPT
        : new Verdict.Reject(Replies.LOOP);
  }
}
