package org.posthorn.server;

import org.posthorn.server.cli.CommandLines;

/// The program: hands its arguments to the command line and exits with its code.
public final class Main {
  private Main() {}

  /// @param arguments a command and its options; `help` lists them
  public static void main(String[] arguments) {
    System.exit(CommandLines.forTerminal(arguments).execute(arguments));
  }
}
