package org.posthorn.server.cli;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.posthorn.auth.dns.Dns;
import org.posthorn.config.LogConfig;
import org.posthorn.config.LogLevel;
import org.posthorn.server.daemon.Logging;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// A command that checks something and tells the verdicts; needs no store and no configuration.
abstract class AuthTool implements Callable<Integer> {
  static final String EXIT_CODES =
      "Exit code: 0 for pass, none and neutral; 75 for temperror; 65 for all else.";

  @Spec CommandSpec spec;

  @Mixin DnsSelection resolvers = new DnsSelection();

  @Mixin VerdictReport report = new VerdictReport();

  /// What the checks came to.
  ///
  /// @param verdicts all of them
  /// @param decisive the one that makes the exit code
  record Findings(List<Verdict> verdicts, Verdict decisive) {
    Findings {
      verdicts = List.copyOf(verdicts);
    }
  }

  abstract Findings check(Dns dns) throws IOException;

  @Override
  public final Integer call() throws IOException {
    Logging.configure(LogConfig.defaults().withLevel(LogLevel.ERROR), Optional.empty());
    Findings findings = check(resolvers.open());
    report.print(findings.verdicts(), spec.commandLine().getOut());
    return findings.decisive().exitCode();
  }
}
