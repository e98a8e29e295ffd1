package org.posthorn.smtp.policy;

import org.posthorn.smtp.command.BodyType;
import org.posthorn.smtp.command.Replies;
import org.posthorn.smtp.policy.SmtpPolicy.AtEndOfData;
import org.posthorn.smtp.transaction.MessageFacts;

/// A message consists of lines (RFC 5321 §2.3.8), without NUL (RFC 5322 §2.2, RFC 6152 §3) and
/// without endless ones. Lines longer than the 998 octets of RFC 5322 §2.1.1 are common and taken.
///
/// Servers behind this one may take a bare LF for a line end, so that passing one on is what makes
/// smuggling work. A message declared as BINARYMIME may hold any octet (RFC 3030 §3).
///
/// @param bareLineEnds whether CR or LF alone is taken
/// @param longestLine octets that one line may have
public record WellFormedMessage(boolean bareLineEnds, int longestLine)
    implements Check<AtEndOfData> {
  /// What no sensible line reaches: 1 MB.
  public static final int DEFAULT_LONGEST_LINE = 1 << 20;

  @Override
  public Verdict check(AtEndOfData context) {
    MessageFacts facts = context.facts();
    if (context.envelope().parameters().body() == BodyType.BINARY_MIME) {
      return Verdict.ACCEPT;
    }
    if (facts.bareLineEnds() && !bareLineEnds) {
      return new Verdict.Reject(Replies.BARE_LINE_ENDS);
    }
    if (facts.nul()) {
      return new Verdict.Reject(Replies.NUL_IN_MESSAGE);
    }
    return facts.longestLine() <= longestLine
        ? Verdict.ACCEPT
        : new Verdict.Reject(Replies.LONG_TEXT_LINE);
  }
}
