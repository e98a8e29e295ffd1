package org.posthorn.smtp.policy.auth;

import org.posthorn.config.inbound.CheckAction;
import org.posthorn.smtp.command.Reply;

/// What follows from the results.
///
/// @param action what is done
/// @param reason why, in printable ASCII; empty where nothing is wrong
/// @param refusal what the client is told where it is refused for good
record Decision(CheckAction action, String reason, Reply refusal) {
  private static final Reply NO_REFUSAL = Reply.of(550, 7, 1, "Refused");

  /// It is taken all the same.
  static Decision accept(String reason) {
    return new Decision(CheckAction.ACCEPT, reason, NO_REFUSAL);
  }

  /// Nothing is wrong.
  static final Decision NOTHING = new Decision(CheckAction.ACCEPT, "", NO_REFUSAL);
}
