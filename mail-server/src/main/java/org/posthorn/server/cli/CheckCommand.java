package org.posthorn.server.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.posthorn.config.read.ConfigProblem;
import org.posthorn.config.read.ConfigReader;
import org.posthorn.config.read.ReadResult;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/// `posthorn check`: tells everything that is wrong with a configuration file.
@Command(
    name = "check",
    description =
        "Check a configuration file and report all problems, each with file, line and key.")
final class CheckCommand implements Callable<Integer> {
  @Spec CommandSpec spec;

  @Option(
      names = "--config",
      required = true,
      paramLabel = "FILE",
      description = "The configuration file.")
  Path config;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    PrintWriter err = spec.commandLine().getErr();
    return switch (ConfigReader.read(config)) {
      case ReadResult.Ok ok -> {
        ok.warnings().forEach(warning -> err.println("warning: " + warning));
        out.println(config + " is good: " + ok.config().listeners().size() + " listeners");
        yield ExitCode.OK;
      }
      case ReadResult.Failed(java.util.List<ConfigProblem> problems) -> {
        problems.forEach(err::println);
        err.println(problems.size() == 1 ? "1 problem" : problems.size() + " problems");
        yield ExitCode.CONFIG;
      }
    };
  }
}
