package org.posthorn.server.cli;

import java.io.PrintWriter;
import org.posthorn.config.read.ConfigException;
import org.posthorn.storage.model.StorageException;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Makes the command line parser, with exit codes and error texts as Unix tools have them.
public final class CommandLines {
  private static final int WIDTH = 100;

  private CommandLines() {}

  /// The parser of a process that was started by a person or a script.
  public static CommandLine forTerminal() {
    CommandLine line = new CommandLine(new PosthornCommand());
    line.setUsageHelpWidth(WIDTH);
    line.setUsageHelpLongOptionsMaxWidth(WIDTH / 3);
    line.setParameterExceptionHandler(CommandLines::misused);
    line.setExecutionExceptionHandler(CommandLines::failed);
    return line;
  }

  private static int misused(ParameterException mistake, String[] arguments) {
    CommandLine command = mistake.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("posthorn: " + mistake.getMessage());
    if (!UnmatchedArgumentException.printSuggestions(mistake, err)) {
      err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    }
    return ExitCode.USAGE;
  }

  private static int failed(
      Exception failure, CommandLine command, CommandLine.ParseResult parseResult) {
    return report(failure, command.getErr());
  }

  /// Tells a failure in a line or two, with a stack trace only where it is this program's own
  /// fault.
  ///
  /// @return the exit code
  static int report(Exception failure, PrintWriter err) {
    switch (failure) {
      case ConfigException config -> {
        config.problems().forEach(err::println);
        return ExitCode.CONFIG;
      }
      case StorageException storage -> {
        err.println("posthorn: " + storage.error().message());
        return ExitCode.of(storage.error());
      }
      case CommandFailure told -> {
        err.println("posthorn: " + told.getMessage());
        return told.exitCode();
      }
      case java.io.IOException io -> {
        err.println("posthorn: " + io.getMessage());
        return ExitCode.IO;
      }
      default -> {
        err.println("posthorn: this should not have happened; please report it");
        failure.printStackTrace(err);
        return ExitCode.SOFTWARE;
      }
    }
  }
}
