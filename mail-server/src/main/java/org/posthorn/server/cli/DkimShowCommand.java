package org.posthorn.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.posthorn.auth.dkim.DkimStatus;
import org.posthorn.auth.dkim.KeyAnswer;
import org.posthorn.auth.dkim.KeyFinder;
import org.posthorn.auth.dkim.PublishedKey;
import org.posthorn.auth.dkim.SignatureFault;
import org.posthorn.auth.dkim.SigningKey;
import org.posthorn.config.DkimKeyConfig;
import org.posthorn.config.PosthornConfig;
import org.posthorn.server.setup.DnsRecords;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// `posthorn dkim show`.
@Command(
    name = "show",
    header = "Show keys, their use, and the records that publish them.",
    description = {
      "With --check, ask the DNS for each record. Exit code: 0 where all are as they should be, 65",
      "where one is missing or has another key, 75 where the DNS does not answer."
    })
final class DkimShowCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Mixin ConfigSelection config = new ConfigSelection();

  @Mixin DnsSelection resolvers = new DnsSelection();

  @Parameters(
      paramLabel = "DOMAIN",
      arity = "0..1",
      description = "The domain. Default: all that have keys.")
  @Nullable String domain;

  @Option(names = "--check", description = "Ask whether the DNS has the records.")
  boolean check;

  /// What the DNS has of a key.
  private record Finding(int exitCode, String text) {}

  /// The keys of a domain, in the order of the configuration.
  static List<DkimKeyConfig> keys(PosthornConfig config, String domain) {
    return config.dkim().keys().stream()
        .filter(key -> key.domain().equalsIgnoreCase(domain))
        .toList();
  }

  @Override
  public Integer call() throws IOException {
    PosthornConfig read = config.read();
    List<DkimKeyConfig> keys =
        domain == null ? read.dkim().keys() : keys(read, DkimAdvice.domain(domain));
    if (keys.isEmpty()) {
      throw new CommandFailure(
          ExitCode.NO_USER, domain == null ? "there are no keys" : "there is no key for " + domain);
    }
    KeyFinder finder = new KeyFinder(resolvers.open());
    int exitCode = ExitCode.OK;
    for (DkimKeyConfig named : keys) {
      SigningKey key = SigningKey.read(named.domain(), named.selector(), named.key());
      show(named, key);
      if (check) {
        Finding finding = finding(key, finder.find(key.recordName()));
        out().println("  " + finding.text());
        exitCode = Math.max(exitCode, finding.exitCode());
      }
    }
    out().flush();
    return exitCode;
  }

  private void show(DkimKeyConfig named, SigningKey key) {
    String kind = key.type().text() + ", " + key.bits() + " bits";
    out()
        .println(
            String.join(
                "\t",
                key.domain(),
                key.selector(),
                named.use().text(),
                kind,
                named.key().toString()));
    out().println("  " + DnsRecords.dkimLine(key));
  }

  private static Finding finding(SigningKey key, KeyAnswer answer) {
    return switch (answer) {
      case KeyAnswer.Found(PublishedKey found) when !key.isPublishedAs(found) ->
          new Finding(ExitCode.DATA, "the DNS has another key");
      case KeyAnswer.Found(PublishedKey found) ->
          new Finding(ExitCode.OK, "published" + (found.testing() ? ", as a trial (t=y)" : ""));
      case KeyAnswer.Unusable(SignatureFault fault) ->
          new Finding(
              fault.status() == DkimStatus.TEMPERROR ? ExitCode.TEMP_FAIL : ExitCode.DATA,
              fault.reason());
    };
  }

  private PrintWriter out() {
    return spec.commandLine().getOut();
  }
}
