package org.posthorn.server.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `posthorn test` belongs to the launcher in a source tree; it is listed here for the help, and
/// says so where there is no source.
@Command(
    name = "test",
    description = "Install what the tests need, then run all checks and tests (in a source tree).")
final class TestCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Override
  public Integer call() {
    spec.commandLine().getErr().println("posthorn: 'test' needs the source tree");
    return ExitCode.UNAVAILABLE;
  }
}
