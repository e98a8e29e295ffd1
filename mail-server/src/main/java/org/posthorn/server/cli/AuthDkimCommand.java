package org.posthorn.server.cli;

import java.io.IOException;
import java.util.List;
import org.posthorn.auth.dkim.DkimResult;
import org.posthorn.auth.dkim.DkimStatus;
import org.posthorn.auth.dns.Dns;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/// `posthorn auth dkim` (RFC 6376).
@Command(
    name = "dkim",
    header = "Verify the DKIM signatures of a message.",
    description = {
      "One verdict for each signature, from the top; the best of them decides.",
      AuthTool.EXIT_CODES
    })
final class AuthDkimCommand extends AuthTool {
  @Mixin MessageSource message = new MessageSource();

  @Override
  Findings check(Dns dns) throws IOException {
    return findings(message.verify(dns).signatures());
  }

  static Findings findings(List<DkimResult> results) {
    if (results.isEmpty()) {
      Verdict none = Verdict.of("dkim", "none").with("reason", "the message is not signed");
      return new Findings(List.of(none), none);
    }
    List<Verdict> verdicts = results.stream().map(AuthDkimCommand::verdict).toList();
    return new Findings(verdicts, best(verdicts));
  }

  /// A message with a good signature is signed, whatever else it has (RFC 6376 §6.1); one whose
  /// signatures are not all known to be bad may be good yet.
  private static Verdict best(List<Verdict> verdicts) {
    for (DkimStatus status : List.of(DkimStatus.PASS, DkimStatus.TEMPERROR)) {
      for (Verdict verdict : verdicts) {
        if (verdict.result().equals(status.text())) {
          return verdict;
        }
      }
    }
    return verdicts.getFirst();
  }

  static Verdict verdict(DkimResult result) {
    Verdict verdict =
        Verdict.of("dkim", result.status().text())
            .with("domain", result.domain())
            .with("selector", result.selector())
            .with("identity", result.identity())
            .with("algorithm", result.algorithm());
    if (result.keyBits() > 0) {
      verdict = verdict.with("bits", result.keyBits());
    }
    if (result.testing()) {
      verdict = verdict.with("testing", true);
    }
    if (result.uncovered() > 0) {
      verdict = verdict.with("unsigned-octets", result.uncovered());
    }
    return verdict.with("signature", result.signaturePrefix()).with("reason", result.reason());
  }
}
