package org.posthorn.smtp.policy;

import org.posthorn.smtp.command.Replies;
import org.posthorn.smtp.policy.SmtpPolicy.AtMail;

/// Submission is for users who logged in (RFC 6409 §4.3).
public record LoginRequired() implements Check<AtMail> {
  @Override
  public Verdict check(AtMail context) {
    return context.identity().principal().isPresent()
        ? Verdict.ACCEPT
        : new Verdict.Reject(Replies.AUTH_REQUIRED);
  }
}
