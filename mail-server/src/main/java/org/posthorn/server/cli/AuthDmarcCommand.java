package org.posthorn.server.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.posthorn.auth.dmarc.AuthenticatedIdentity;
import org.posthorn.auth.dmarc.AuthenticatedIdentity.Method;
import org.posthorn.auth.dmarc.AuthenticatedIdentity.State;
import org.posthorn.auth.dmarc.Dmarc;
import org.posthorn.auth.dmarc.DmarcLimits;
import org.posthorn.auth.dmarc.DmarcOutcome;
import org.posthorn.auth.dmarc.PublishedPolicy;
import org.posthorn.auth.dns.Dns;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `posthorn auth dmarc` (RFC 9989).
@Command(
    name = "dmarc",
    header = "Check what a domain wants done, given what SPF and DKIM found (DMARC).",
    description = {
      "'policy' is what the domain has published, 'asked' what follows for this message. A policy for",
      "a part of the mail only (pct=) is told as it is for a message that it is for.",
      AuthTool.EXIT_CODES
    })
final class AuthDmarcCommand extends AuthTool {
  @Option(
      names = "--from",
      required = true,
      paramLabel = "DOMAIN",
      description = "The domain of the author's address (From).")
  String from;

  @Option(
      names = "--spf",
      paramLabel = "RESULT:DOMAIN",
      description = "What SPF found for the reverse-path, such as pass:example.org.")
  List<String> spf = new ArrayList<>();

  @Option(
      names = "--dkim",
      paramLabel = "RESULT:DOMAIN",
      description = "What DKIM found for a signature; may be given several times.")
  List<String> dkim = new ArrayList<>();

  @Override
  Findings check(Dns dns) {
    List<AuthenticatedIdentity> identities =
        Stream.concat(
                spf.stream().map(text -> identity(Method.SPF, text)),
                dkim.stream().map(text -> identity(Method.DKIM, text)))
            .toList();
    Verdict verdict = verdict(checker(dns).check(from, identities));
    return new Findings(List.of(verdict), verdict);
  }

  /// Messages are those that a policy for a part of the mail is for.
  static Dmarc checker(Dns dns) {
    return new Dmarc(dns, DmarcLimits.standard(), () -> 0);
  }

  private static AuthenticatedIdentity identity(Method method, String text) {
    int colon = text.indexOf(':');
    if (colon <= 0 || colon == text.length() - 1) {
      throw new CommandFailure(
          ExitCode.USAGE, "'" + text + "' is not of the form RESULT:DOMAIN, pass:example.org");
    }
    State state =
        switch (text.substring(0, colon)) {
          case "pass" -> State.PASSED;
          case "temperror" -> State.UNKNOWN;
          case "none", "neutral", "fail", "softfail", "policy", "permerror" -> State.FAILED;
          case String other ->
              throw new CommandFailure(ExitCode.USAGE, "'" + other + "' is no result");
        };
    return new AuthenticatedIdentity(method, state, text.substring(colon + 1));
  }

  static Verdict verdict(DmarcOutcome outcome) {
    Verdict verdict = Verdict.of("dmarc", outcome.result().word()).with("author", outcome.author());
    if (outcome.policy().isPresent()) {
      PublishedPolicy policy = outcome.policy().get();
      verdict =
          verdict
              .with("policy", policy.disposition().word())
              .with("of", policy.domain())
              .with("asked", outcome.asked().word());
    }
    return verdict
        .with(
            "aligned",
            outcome.aligned().stream()
                .map(one -> one.method().word() + ":" + one.domain())
                .collect(Collectors.joining(",")))
        .with("lookups", outcome.lookUps())
        .with("problem", outcome.problem());
  }
}
