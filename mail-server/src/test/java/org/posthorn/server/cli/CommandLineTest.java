package org.posthorn.server.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Help, misuse, `check`.
class CommandLineTest {
  private static final List<String> COMMANDS =
      List.of(
          "try", "init", "serve", "check", "domain", "account", "alias", "dkim", "auth", "backup",
          "restore", "verify", "test", "help");

  @TempDir Path directory;

  @Test
  void helpNamesEveryCommandOnLinesThatFit() {
    for (String[] words : new String[][] {{"help"}, {"--help"}, {"-h"}}) {
      List<String> lines = Cli.run(words).ok().lines();
      for (String command : COMMANDS) {
        assertTrue(lines.stream().anyMatch(l -> l.startsWith("  " + command + " ")), command);
      }
      assertTrue(lines.stream().allMatch(l -> l.length() <= 100), () -> String.join("\n", lines));
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "try", "init", "serve", "check", "domain", "account", "alias", "dkim", "auth", "backup",
        "restore", "verify", "test"
      })
  void everyCommandHasHelp(String command) {
    Cli.Result help = Cli.run("help", command).ok();
    assertTrue(help.out().contains("Usage: posthorn " + command + " "), help.out());
    assertTrue(help.lines().stream().allMatch(l -> l.length() <= 100), help.out());
    assertEquals(help.out(), Cli.run(command, "--help").ok().out());
  }

  @Test
  void subcommandsHaveHelp() {
    assertTrue(Cli.run("account", "import", "--help").ok().out().contains("{SCRAM-SHA-256}"));
    assertTrue(Cli.run("account", "help", "add").ok().out().contains("--quota"));
    for (String check : List.of("spf", "dkim", "arc", "dmarc", "check")) {
      assertTrue(Cli.run("auth", check, "--help").ok().out().contains("--json"), check);
    }
    for (String check : List.of("generate", "show", "rotate")) {
      assertTrue(Cli.run("dkim", check, "--help").ok().out().contains("--config"), check);
    }
    assertEquals(
        Cli.run("account", "add", "-h").out(), Cli.run("help", "account", "add").ok().out());
  }

  @Test
  void versionNamesProgramAndJava() {
    Cli.Result version = Cli.run("--version").ok();
    assertTrue(version.lines().getFirst().startsWith("Posthorn "), version.out());
    assertTrue(version.out().contains("Java " + Runtime.version()), version.out());
  }

  @Test
  void misuseIsExitCode64AndSaysWhatToDo() {
    Cli.Result unknown = Cli.run("acount", "list").exits(ExitCode.USAGE);
    assertTrue(unknown.err().contains("account"), unknown.err());
    Cli.Result none = Cli.run().exits(ExitCode.USAGE);
    assertTrue(none.err().contains("--help"), none.err());
    Cli.Result group = Cli.run("account").exits(ExitCode.USAGE);
    assertTrue(group.err().contains("import"), group.err());
    Cli.Result option = Cli.run("check", "--confg", "x").exits(ExitCode.USAGE);
    assertTrue(option.err().contains("--config"), option.err());
    Cli.run("serve").exits(ExitCode.USAGE);
    Cli.run("try", "--port-offset", "60000").exits(ExitCode.USAGE);
    Cli.run("try", "--users", "-1").exits(ExitCode.USAGE);
  }

  @Test
  void tryBeyondLoopbackNeedsPassword() {
    for (String address : List.of("0.0.0.0", "192.0.2.1", "::")) {
      Cli.Result refused = Cli.run("try", "--bind", address).exits(ExitCode.USAGE);
      assertTrue(refused.err().contains("--password"), refused.err());
    }
  }

  @Test
  void checkReportsAllProblemsWithTheirPlaces() throws IOException {
    Path file = directory.resolve("posthorn.toml");
    Files.writeString(
        file,
        """
        [server]
        hostname = "mail.example.org"
        shutdown-deadline = "soon"
        [[listener]]
        protocol = "imap"
        port = 99999
        tls = "none"
        [storage]
        enginee = "embedded"
        """);
    Cli.Result result = Cli.run("check", "--config", file.toString()).exits(ExitCode.CONFIG);
    assertTrue(result.err().contains(file + ":3:"), result.err());
    assertTrue(result.err().contains("server.shutdown-deadline"), result.err());
    assertTrue(result.err().contains(file + ":6:"), result.err());
    assertTrue(result.err().contains(file + ":9:"), result.err());
    assertTrue(result.err().contains("enginee"), result.err());
    assertTrue(result.err().strip().endsWith("problems"), result.err());
    assertEquals("", result.out());
  }

  @Test
  void checkOfMissingFile() {
    Path file = directory.resolve("nothing.toml");
    Cli.Result result = Cli.run("check", "--config", file.toString()).exits(ExitCode.CONFIG);
    assertTrue(result.err().contains("no such file"), result.err());
  }

  @Test
  void commandsWithoutStoreSayWhichIsMissing() {
    Path nowhere = directory.resolve("nowhere");
    for (String[] words : new String[][] {{"account", "list"}, {"domain", "list"}, {"verify"}}) {
      String[] all = java.util.Arrays.copyOf(words, words.length + 2);
      all[words.length] = "--data";
      all[words.length + 1] = nowhere.toString();
      Cli.Result result = Cli.run(all).exits(ExitCode.NO_INPUT);
      assertTrue(result.err().contains(nowhere.toString()), result.err());
    }
    assertFalse(Files.exists(nowhere));
  }

  @Test
  void restoreOfSomethingElse() {
    Cli.Result result =
        Cli.run("restore", directory.toString(), "--data", directory.resolve("data").toString())
            .exits(ExitCode.NO_INPUT);
    assertTrue(result.err().contains("is not a backup"), result.err());
  }
}
