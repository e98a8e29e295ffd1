package org.posthorn.server.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.posthorn.server.admin.AdminCommand;
import org.posthorn.server.admin.Console;
import org.posthorn.server.daemon.Daemon;
import org.posthorn.storage.MailStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/// The daemon's side of a [StoreCommand]: parses the words that the command line sent, and runs the
/// command on the live store. Thread-safe.
public final class StoreCommandRunner implements Daemon.AdminRunner {
  private static final Logger log = LoggerFactory.getLogger(StoreCommandRunner.class);

  @Override
  public int run(List<String> words, MailStore store, Console console) {
    StringWriter errors = new StringWriter();
    int code = run(words, store, console, new PrintWriter(errors, true));
    errors.toString().lines().forEach(console::err);
    log.atInfo()
        .addKeyValue("command", commandOf(words))
        .addKeyValue("exitCode", code)
        .log("administrative command");
    return code;
  }

  private static int run(List<String> words, MailStore store, Console console, PrintWriter errors) {
    try {
      ParseResult parsed = CommandLines.parser().parseArgs(words.toArray(String[]::new));
      while (parsed.hasSubcommand()) {
        parsed = parsed.subcommand();
      }
      if (parsed.commandSpec().userObject() instanceof AdminCommand command) {
        return command.run(store, console);
      }
      errors.println("posthorn: not a command for a running daemon");
      return ExitCode.USAGE;
    } catch (ParameterException e) {
      errors.println("posthorn: the daemon does not know this: " + e.getMessage());
      return ExitCode.USAGE;
    } catch (RuntimeException e) {
      return CommandLines.report(e, errors);
    }
  }

  /// The first two words, which name the command; the others may hold what is nobody's business.
  private static String commandOf(List<String> words) {
    return String.join(" ", words.subList(0, Math.min(2, words.size())));
  }
}
