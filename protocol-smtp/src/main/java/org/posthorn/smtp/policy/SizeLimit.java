package org.posthorn.smtp.policy;

import org.posthorn.smtp.command.Replies;
import org.posthorn.smtp.policy.SmtpPolicy.AtMail;

/// A message that is announced as too large is refused before it comes (RFC 1870 §6.1). What was
/// not announced is measured while it streams in.
///
/// @param maximum in octets, announced as SIZE
public record SizeLimit(long maximum) implements Check<AtMail> {
  @Override
  public Verdict check(AtMail context) {
    return context.parameters().size().orElse(0) <= maximum
        ? Verdict.ACCEPT
        : new Verdict.Reject(Replies.MESSAGE_TOO_LARGE);
  }
}
