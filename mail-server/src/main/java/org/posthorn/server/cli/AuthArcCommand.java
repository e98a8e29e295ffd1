package org.posthorn.server.cli;

import java.io.IOException;
import java.util.List;
import org.posthorn.auth.arc.ArcOutcome;
import org.posthorn.auth.dns.Dns;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `posthorn auth arc` (RFC 8617).
@Command(
    name = "arc",
    header = "Verify the ARC chain of a message.",
    description = {
      "'sealers' are the domains that sealed it, the first hop first; 'oldest-pass' is the oldest",
      "instance that signed the message as it is now, 0 where all did.",
      AuthTool.EXIT_CODES
    })
final class AuthArcCommand extends AuthTool {
  @Mixin MessageSource message = new MessageSource();

  @Override
  Findings check(Dns dns) throws IOException {
    ArcOutcome outcome = message.verify(dns).chain();
    return new Findings(List.of(verdict(outcome)), decisive(outcome));
  }

  static Verdict verdict(ArcOutcome outcome) {
    Verdict verdict = Verdict.of("arc", outcome.status().word());
    if (outcome.highest() > 0) {
      verdict = verdict.with("instances", outcome.highest());
    }
    if (outcome.passed()) {
      verdict = verdict.with("oldest-pass", outcome.oldestPass());
    }
    return verdict
        .with("sealers", String.join(",", outcome.sealers()))
        .with("reason", outcome.reason());
  }

  /// A chain has failed where its keys have no answer, but that may change.
  private static Verdict decisive(ArcOutcome outcome) {
    return outcome.temporary() ? Verdict.of("arc", "temperror") : verdict(outcome);
  }
}
