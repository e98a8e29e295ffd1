package org.posthorn.smtp.policy.rate;

import org.posthorn.smtp.command.Reply;
import org.posthorn.smtp.policy.PolicyChecks;
import org.posthorn.smtp.policy.SmtpPolicy.AtConnect;
import org.posthorn.smtp.policy.SmtpPolicy.AtRcpt;
import org.posthorn.smtp.policy.Verdict;
import org.posthorn.smtp.transaction.Destination;

/// Sends away whoever tries out which recipients exist. The session ends with 421 when the limit is
/// reached, and while it stays reached the client is not let in: what is left over of a list with
/// old addresses is enough for everybody else. Thread-safe.
///
/// @param counters where unknown recipients are counted
/// @param rate how many are tolerated
/// @param hostname the name of this host
public record HarvestLimit(Counters counters, Rate rate, String hostname) {
  private static final String KIND = "unknown";

  /// Counts at RCPT, and looks at connect.
  public void addTo(PolicyChecks.Part part) {
    part.connect(this::connect).anyRcpt(this::rcpt);
  }

  private Verdict connect(AtConnect context) {
    return counters.has(KIND, ClientKey.address(context.client().address()), rate)
        ? Verdict.ACCEPT
        : goAway();
  }

  private Verdict rcpt(AtRcpt context) {
    if (!(context.destination() instanceof Destination.UnknownUser)) {
      return Verdict.ACCEPT;
    }
    return counters.take(KIND, ClientKey.address(context.client().address()), rate)
        ? Verdict.ACCEPT
        : goAway();
  }

  private Verdict goAway() {
    return new Verdict.Defer(
        Reply.of(421, 7, 1, hostname + " Too many unknown recipients; come again later"));
  }
}
