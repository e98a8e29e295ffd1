package org.posthorn.server.cli;

import java.net.InetAddress;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import org.posthorn.auth.dns.Dns;
import org.posthorn.auth.spf.Spf;
import org.posthorn.auth.spf.SpfLimits;
import org.posthorn.auth.spf.SpfOutcome;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// `posthorn auth spf` (RFC 7208).
@Command(
    name = "spf",
    header = "Check whether a client may send for a domain (SPF).",
    description = {
      "Check the name of the greeting, then the domain of the reverse-path, which decides. With an",
      "empty reverse-path (--from '<>', or none) the greeting decides.",
      AuthTool.EXIT_CODES
    })
final class AuthSpfCommand extends AuthTool {
  @Option(
      names = "--ip",
      required = true,
      paramLabel = "IP",
      description = "The client's address, IPv4 or IPv6.")
  String ip;

  @Option(
      names = "--helo",
      required = true,
      paramLabel = "NAME",
      description = "The name that the client greets with.")
  String helo;

  @Option(
      names = "--from",
      paramLabel = "ADDRESS",
      defaultValue = "",
      description = "The reverse-path of MAIL FROM.")
  String from;

  @Option(
      names = "--receiver",
      paramLabel = "NAME",
      defaultValue = "unknown",
      description = "Name of the receiving host, for the macro %%{r}. Default: ${DEFAULT-VALUE}.")
  String receiver;

  @Override
  Findings check(Dns dns) {
    InetAddress client = address(ip);
    Spf spf = new Spf(dns, receiver, SpfLimits.standard(), InstantSource.system());
    List<Verdict> verdicts = new ArrayList<>();
    verdicts.add(verdict(spf.checkHelo(client, helo)));
    String reversePath = from.replaceAll("^<|>$", "");
    if (!reversePath.isEmpty()) {
      verdicts.add(verdict(spf.checkMailFrom(client, helo, reversePath)));
    }
    return new Findings(verdicts, verdicts.getLast());
  }

  static InetAddress address(String text) {
    try {
      // The JDK also takes the historic short forms ("127.1").
      if (text.indexOf(':') >= 0 || text.matches("[0-9]+(\\.[0-9]+){3}")) {
        return InetAddress.ofLiteral(text);
      }
    } catch (IllegalArgumentException _) {
      // told below
    }
    throw new CommandFailure(ExitCode.USAGE, "'" + text + "' is no IPv4 or IPv6 address");
  }

  static Verdict verdict(SpfOutcome outcome) {
    return Verdict.of("spf", outcome.result().word())
        .with("identity", outcome.identity().word())
        .with("domain", outcome.domain())
        .with("mechanism", outcome.mechanism())
        .with("lookups", outcome.lookUps())
        .with("problem", outcome.problem())
        .with("explanation", outcome.explanation());
  }
}
