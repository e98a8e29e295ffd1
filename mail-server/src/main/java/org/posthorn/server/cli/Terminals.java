package org.posthorn.server.cli;

import java.io.InputStream;
import org.posthorn.server.admin.TerminalConsole;
import picocli.CommandLine;

/// Makes the console of a command that a person or a script started.
final class Terminals {
  private Terminals() {}

  /// A console that prints where the command line prints.
  static TerminalConsole console(CommandLine line, InputStream input) {
    boolean interactive = System.console() != null && System.console().isTerminal();
    return new TerminalConsole(line.getOut(), line.getErr(), input, interactive);
  }
}
