package org.posthorn.benchmarks.load;

import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.Callable;
import org.HdrHistogram.Histogram;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/// The load tool's command line. It knows nothing of Posthorn: any server with accounts `u0`,
/// `u1`, … will do.
@Command(
    name = "load",
    mixinStandardHelpOptions = true,
    description = "Put a mail server under load and print what it did.")
public final class LoadTool implements Callable<Integer> {
  @Option(names = "--scenario", required = true, description = "One of: ${COMPLETION-CANDIDATES}.")
  Kind kind = Kind.deliver;

  @Option(names = "--host", defaultValue = "127.0.0.1", description = "Default: ${DEFAULT-VALUE}.")
  String host = "";

  @Option(names = "--smtp", defaultValue = "10025", description = "SMTP port.")
  int smtp;

  @Option(names = "--imap", defaultValue = "10143", description = "IMAP port.")
  int imap;

  @Option(names = "--pop3", defaultValue = "10110", description = "POP3 port.")
  int pop3;

  @Option(
      names = "--domain",
      defaultValue = "example.test",
      description = "Domain of the accounts.")
  String domain = "";

  @Option(names = "--password", defaultValue = "pass", description = "Password of the accounts.")
  String password = "";

  @Option(names = "--connections", defaultValue = "20", description = "Connections at once.")
  int connections;

  @Option(names = "--seconds", defaultValue = "10", description = "How long.")
  int seconds;

  @Option(names = "--users", defaultValue = "20", description = "Accounts to use.")
  int users;

  @Option(names = "--size", defaultValue = "4096", description = "Octets of a message.")
  int size;

  @Option(names = "--recipients", defaultValue = "1", description = "Recipients of a message.")
  int recipients;

  @Option(names = "--messages", defaultValue = "1000", description = "Messages in the mailbox.")
  int messages;

  @Option(names = "--items", defaultValue = "UID FLAGS", description = "What to fetch.")
  String items = "";

  /// The scenarios, by the names that the command line takes.
  enum Kind {
    deliver,
    append,
    login,
    fetch,
    retrieve,
    request,
    push
  }

  /// @param arguments see `--help`
  public static void main(String[] arguments) {
    System.exit(
        new CommandLine(new LoadTool())
            .setCaseInsensitiveEnumValuesAllowed(true)
            .execute(arguments));
  }

  @Override
  public Integer call() throws Exception {
    Target target = new Target(host, smtp, imap, pop3, domain, password);
    LoadRun.Outcome outcome =
        new LoadRun(target, connections, Duration.ofSeconds(seconds)).run(maker());
    Histogram micros = outcome.micros();
    System.out.printf(
        Locale.ROOT,
        "%s: %,.0f a second (%,d in %.1f s); round p50 %.2f ms, p99 %.2f ms, max %.2f ms%n",
        kind,
        outcome.perSecond(),
        outcome.items(),
        outcome.elapsed().toMillis() / 1000.0,
        micros.getValueAtPercentile(50) / 1000.0,
        micros.getValueAtPercentile(99) / 1000.0,
        micros.getMaxValue() / 1000.0);
    return 0;
  }

  private Scenario.Maker maker() {
    return switch (kind) {
      case deliver -> Scenarios.deliver(size, recipients, users);
      case append -> Scenarios.append(size);
      case login -> Scenarios.login(users);
      case fetch -> Scenarios.fetch(items, messages);
      case retrieve -> Scenarios.retrieve(messages);
      case request -> TierScenarios.request(size, messages);
      case push -> TierScenarios.push(size);
    };
  }
}
