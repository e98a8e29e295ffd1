package org.posthorn.server.cli;

import java.io.IOException;
import java.io.InputStream;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.posthorn.auth.dkim.DkimResult;
import org.posthorn.auth.dkim.DkimStatus;
import org.posthorn.auth.dkim.DkimVerifier;
import org.posthorn.auth.dkim.VerifierLimits;
import org.posthorn.auth.dns.Dns;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

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

  @Mixin Reckoning time = new Reckoning();

  /// The time that counts as now.
  static final class Reckoning {
    @Option(
        names = "--at",
        paramLabel = "TIME",
        description = "Verify as of this time: 2026-11-24, 2026-11-24T09:30, 90d for 90 days ago.")
    @Nullable String at;

    InstantSource clock() {
      return at == null ? InstantSource.system() : InstantSource.fixed(Moments.parse(at));
    }
  }

  @Override
  Findings check(Dns dns) throws IOException {
    DkimVerifier verifier = new DkimVerifier(dns, VerifierLimits.DEFAULT, time.clock());
    try (InputStream in = message.open()) {
      return findings(verifier.verify(in));
    }
  }

  private static Findings findings(List<DkimResult> results) {
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
