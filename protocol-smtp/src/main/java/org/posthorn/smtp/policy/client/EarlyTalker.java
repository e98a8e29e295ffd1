package org.posthorn.smtp.policy.client;

import org.posthorn.config.inbound.EarlyTalkerConfig;
import org.posthorn.smtp.command.Reply;
import org.posthorn.smtp.policy.Check;
import org.posthorn.smtp.policy.Consequence;
import org.posthorn.smtp.policy.SmtpPolicy.AtConnect;
import org.posthorn.smtp.policy.Verdict;

/// A client has to wait for the greeting (RFC 5321 §3.1).
///
/// @param config how long it is put to the test
public record EarlyTalker(EarlyTalkerConfig config) implements Check<AtConnect> {
  private static final Reply TOO_EARLY = Reply.of(554, 5, 1, "You did not wait for the greeting");

  @Override
  public Verdict check(AtConnect context) {
    return context.talk().within(config.patience())
        ? Consequence.of(config.action(), "early-talker", "talked before the greeting", TOO_EARLY)
        : Verdict.ACCEPT;
  }
}
