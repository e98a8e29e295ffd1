package org.posthorn.server.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.NoSuchFileException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.posthorn.config.read.ConfigException;
import org.posthorn.server.daemon.CannotListenException;
import org.posthorn.storage.model.StorageException;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/// Makes the command line parser, with exit codes and error texts as Unix tools have them.
public final class CommandLines {
  private static final int WIDTH = 100;

  private CommandLines() {}

  /// The parser of a process that was started by a person or a script.
  ///
  /// @param words what it will be given to parse
  public static CommandLine forTerminal(String... words) {
    CommandLine line = parser(List.of(words));
    line.setUsageHelpWidth(WIDTH);
    line.setUsageHelpLongOptionsMaxWidth(WIDTH / 3);
    line.setParameterExceptionHandler(CommandLines::misused);
    line.setExecutionExceptionHandler(CommandLines::failed);
    return line;
  }

  /// The parser alone. Where the words begin with a command's name it knows no other: to learn all
  /// of them takes a good part of the time that the daemon needs to start.
  static CommandLine parser(List<String> words) {
    Map<String, Class<?>> commands = commands();
    CommandLine line = new CommandLine(new PosthornCommand());
    if (isAlone(words, commands)) {
      line.addSubcommand(Objects.requireNonNull(commands.get(words.getFirst())));
    } else {
      commands.values().forEach(line::addSubcommand);
    }
    line.getSubcommands().values().forEach(CommandLines::addHelp);
    return line;
  }

  private static boolean isAlone(List<String> words, Map<String, Class<?>> commands) {
    return !words.isEmpty()
        && !words.getFirst().equals("help")
        && commands.containsKey(words.getFirst());
  }

  /// All commands, in the order of the help.
  private static Map<String, Class<?>> commands() {
    Map<String, Class<?>> commands = new LinkedHashMap<>();
    commands.put("try", TryCommand.class);
    commands.put("cluster", ClusterCommand.class);
    commands.put("init", InitCommand.class);
    commands.put("serve", ServeCommand.class);
    commands.put("check", CheckCommand.class);
    commands.put("domain", DomainCommand.class);
    commands.put("account", AccountCommand.class);
    commands.put("alias", AliasCommand.class);
    commands.put("queue", QueueCommand.class);
    commands.put("dkim", DkimCommand.class);
    commands.put("auth", AuthCommand.class);
    commands.put("undelete", UndeleteCommand.class);
    commands.put("backup", BackupCommand.class);
    commands.put("restore", RestoreCommand.class);
    commands.put("verify", VerifyCommand.class);
    commands.put("migrate", MigrateCommand.class);
    commands.put("test", TestCommand.class);
    commands.put("help", HelpCommand.class);
    return commands;
  }

  private static void addHelp(CommandLine command) {
    if (command.getCommandSpec().findOption("--help") == null) {
      command
          .getCommandSpec()
          .addOption(
              OptionSpec.builder("-h", "--help")
                  .usageHelp(true)
                  .description("Show this help.")
                  .build());
    }
    command.getSubcommands().values().forEach(CommandLines::addHelp);
  }

  private static int misused(ParameterException mistake, String[] arguments) {
    CommandLine command = mistake.getCommandLine();
    PrintWriter err = command.getErr();
    err.println("posthorn: " + text(mistake));
    if (!UnmatchedArgumentException.printSuggestions(mistake, err)) {
      err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
    }
    return ExitCode.USAGE;
  }

  private static String text(ParameterException mistake) {
    return mistake instanceof UnmatchedArgumentException unmatched
            && !unmatched.isUnknownOption()
            && !unmatched.getUnmatched().isEmpty()
        ? "there is no place for '" + unmatched.getUnmatched().getFirst() + "'"
        : String.valueOf(mistake.getMessage());
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
      case CannotListenException port -> {
        err.println("posthorn: " + port.getMessage());
        return ExitCode.UNAVAILABLE;
      }
      case NoSuchFileException missing -> {
        err.println("posthorn: " + text(missing));
        return ExitCode.NO_INPUT;
      }
      case IOException io -> {
        err.println("posthorn: " + text(io));
        return ExitCode.IO;
      }
      case UncheckedIOException io -> {
        err.println("posthorn: " + text(Objects.requireNonNullElse(io.getCause(), io)));
        return ExitCode.IO;
      }
      default -> {
        err.println("posthorn: this should not have happened; please report it");
        failure.printStackTrace(err);
        return ExitCode.SOFTWARE;
      }
    }
  }

  /// Some of the system's exceptions only name the file.
  private static String text(Exception failure) {
    return switch (failure) {
      case NoSuchFileException missing -> missing.getFile() + ": no such file or directory";
      case FileAlreadyExistsException there -> there.getFile() + ": exists already";
      case AccessDeniedException denied -> denied.getFile() + ": permission denied";
      default -> String.valueOf(failure.getMessage());
    };
  }
}
