package org.posthorn.server.cli;

import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Asks for new passwords, and reads them from a command's input.
final class Passwords {
  private static final int MAX_LENGTH = 1024;

  private Passwords() {}

  /// The user's side: asks twice on a terminal, else takes the first line of standard input.
  static InputStream ask(String account) throws IOException {
    java.io.Console terminal = System.console();
    String password;
    if (terminal != null && terminal.isTerminal()) {
      char[] first = terminal.readPassword("Password for %s: ", account);
      char[] second = terminal.readPassword("Again: ");
      if (first == null || !Arrays.equals(first, second)) {
        throw new CommandFailure(ExitCode.DATA, "the two are not the same");
      }
      password = new String(first);
    } else {
      password = firstLine(System.in);
    }
    return of(password);
  }

  /// The input that stands for this password.
  static InputStream of(String password) {
    return new ByteArrayInputStream((password + "\n").getBytes(StandardCharsets.UTF_8));
  }

  /// The store's side: the password in a command's input.
  static String read(InputStream input) {
    try {
      String password = firstLine(input);
      if (password.isEmpty()) {
        throw new CommandFailure(ExitCode.DATA, "an empty password is not allowed");
      }
      return password;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String firstLine(InputStream input) throws IOException {
    String line =
        new BufferedReader(new InputStreamReader(input, StandardCharsets.UTF_8)).readLine();
    if (line == null) {
      throw new CommandFailure(ExitCode.NO_INPUT, "no password on standard input");
    }
    if (line.length() > MAX_LENGTH) {
      throw new CommandFailure(ExitCode.DATA, "a password has at most 1024 characters");
    }
    return line;
  }
}
