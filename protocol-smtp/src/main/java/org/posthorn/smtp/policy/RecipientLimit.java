package org.posthorn.smtp.policy;

import org.posthorn.smtp.command.Replies;
import org.posthorn.smtp.policy.SmtpPolicy.AtRcpt;

/// A message has so many recipients at most (RFC 5321 §4.5.3.1.10).
///
/// @param maximum announced as RCPTMAX (RFC 9422 §4.2)
public record RecipientLimit(int maximum) implements Check<AtRcpt> {
  @Override
  public Verdict check(AtRcpt context) {
    return context.envelope().recipients().size() < maximum
        ? Verdict.ACCEPT
        : new Verdict.Defer(Replies.TOO_MANY_RECIPIENTS);
  }
}
