package org.posthorn.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import picocli.CommandLine;

/// Runs commands in this process.
final class Cli {
  private Cli() {}

  /// What a command printed, and its exit code.
  record Result(int code, String out, String err) {
    /// This result, if the exit code is the expected one.
    Result exits(int expected) {
      assertEquals(expected, code, out + err);
      return this;
    }

    /// This result, if the command did what it was asked.
    Result ok() {
      return exits(ExitCode.OK);
    }

    List<String> lines() {
      return out.lines().toList();
    }
  }

  static Result run(String... words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    CommandLine line = CommandLines.forTerminal();
    line.setOut(new PrintWriter(out, true));
    line.setErr(new PrintWriter(err, true));
    int code = line.execute(words);
    return new Result(code, out.toString(), err.toString());
  }
}
