package org.posthorn.server.cli;

import java.io.IOException;
import java.net.InetAddress;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.posthorn.auth.MessageVerifier;
import org.posthorn.auth.dmarc.AuthenticatedIdentity;
import org.posthorn.auth.dmarc.Authors;
import org.posthorn.auth.dmarc.DmarcOutcome;
import org.posthorn.auth.dns.Dns;
import org.posthorn.auth.iprev.Iprev;
import org.posthorn.auth.iprev.IprevOutcome;
import org.posthorn.auth.spf.Spf;
import org.posthorn.auth.spf.SpfLimits;
import org.posthorn.auth.spf.SpfOutcome;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// `posthorn auth check`: all checks on one message.
@Command(
    name = "check",
    header = "Check a message in all ways, as if it came from a client.",
    description = {
      "iprev and SPF need --ip (and --helo); without it they are left out, and DMARC has DKIM alone to",
      "go by. DMARC's verdict decides.",
      AuthTool.EXIT_CODES
    })
final class AuthCheckCommand extends AuthTool {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Mixin MessageSource message = new MessageSource();

  @Option(names = "--ip", paramLabel = "IP", description = "The client's address, IPv4 or IPv6.")
  @Nullable String ip;

  @Option(
      names = "--helo",
      paramLabel = "NAME",
      defaultValue = "",
      description = "The name that the client greets with.")
  String helo;

  @Option(
      names = "--from",
      paramLabel = "ADDRESS",
      defaultValue = "",
      description = "The reverse-path of MAIL FROM.")
  String from;

  @Override
  Findings check(Dns dns) throws IOException {
    List<Verdict> verdicts = new ArrayList<>();
    List<AuthenticatedIdentity> identities = new ArrayList<>();
    if (ip != null) {
      InetAddress client = AuthSpfCommand.address(ip);
      verdicts.add(verdict(new Iprev(dns, Iprev.DEFAULT_NAMES, PATIENCE).check(client)));
      List<SpfOutcome> outcomes = spf(dns, client);
      outcomes.forEach(outcome -> verdicts.add(AuthSpfCommand.verdict(outcome)));
      identities.add(AuthenticatedIdentity.of(outcomes.getLast()));
    }
    MessageVerifier.Verified verified = message.verify(dns);
    verdicts.addAll(AuthDkimCommand.findings(verified.signatures()).verdicts());
    verified.signatures().forEach(result -> identities.add(AuthenticatedIdentity.of(result)));
    verdicts.add(AuthArcCommand.verdict(verified.chain()));
    DmarcOutcome dmarc =
        AuthDmarcCommand.checker(dns).check(Authors.of(verified.message().header()), identities);
    verdicts.add(AuthDmarcCommand.verdict(dmarc));
    return new Findings(verdicts, verdicts.getLast());
  }

  /// That of the greeting, and that of the reverse-path where it is not the same.
  private List<SpfOutcome> spf(Dns dns, InetAddress client) {
    Spf spf = new Spf(dns, "unknown", SpfLimits.standard(), InstantSource.system());
    List<SpfOutcome> outcomes = new ArrayList<>();
    Optional.of(helo)
        .filter(name -> !name.isEmpty())
        .ifPresent(name -> outcomes.add(spf.checkHelo(client, name)));
    outcomes.add(spf.checkMailFrom(client, helo, from.replaceAll("^<|>$", "")));
    return outcomes;
  }

  private static Verdict verdict(IprevOutcome outcome) {
    return Verdict.of("iprev", outcome.result().word())
        .with("client", outcome.client().getHostAddress())
        .with("names", String.join(",", outcome.names()))
        .with("problem", outcome.problem());
  }
}
