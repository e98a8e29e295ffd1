package org.posthorn.server.cli;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/// `posthorn test` belongs to the launcher in a source tree; it is listed here for the help, and
/// says so where there is no source.
@Command(
    name = "test",
    description = "Install what the tests need, then run all checks and tests (in a source tree).",
    footer = {
      "",
      "Arguments that are none of these go to Maven, for example -pl storage -am.",
    })
final class TestCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Option(
      names = "--mysql",
      paramLabel = "URL",
      description = {
        "Run the tests of the engine on MySQL on this server, not on a private MariaDB:"
            + " mysql://USER:PASSWORD@HOST:PORT/. They make databases called posthorn_test_..."
            + " there, drop them at their end, and touch nothing else."
      })
  Optional<String> mysql = Optional.empty();

  @Unmatched List<String> rest = List.of();

  @Override
  public Integer call() {
    spec.commandLine().getErr().println("posthorn: 'test' needs the source tree");
    return ExitCode.UNAVAILABLE;
  }
}
