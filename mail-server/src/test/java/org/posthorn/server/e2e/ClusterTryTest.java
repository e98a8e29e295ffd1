package org.posthorn.server.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.storage.engine.mysql.GaleraCluster;
import org.posthorn.storage.redis.RedisServer;

/// `posthorn cluster try`: three databases, Redis and three daemons are there, share the mail, and
/// are gone after a SIGTERM with all their files.
@EnabledIf("available")
class ClusterTryTest {
  private static final Duration PATIENCE = Duration.ofMinutes(4);
  private static final String ALICE = "alice@example.test";
  private static final Pattern PID = Pattern.compile("pid (\\d+)");
  private static final Pattern FILES = Pattern.compile("Files +(\\S+)");
  private static final int SERVERS = 7;

  @TempDir Path directory;

  static boolean available() {
    return GaleraCluster.available() && RedisServer.available();
  }

  @Test
  void startsThreeThatShareTheMailAndStopsThem() throws Exception {
    int offset = DaemonProcess.freeOffset();
    Path log = directory.resolve("log");
    List<String> command = new ArrayList<>(DaemonProcess.javaCommand());
    command.addAll(List.of("cluster", "try", "--port-offset", "" + offset));
    Process trial =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      String text = awaitBox(trial, log);
      assertEquals(SERVERS, servers(text).size(), text);
      servers(text).forEach(server -> assertTrue(server.isAlive(), text));
      mailIsShared(offset + 1000 + 25, offset + 3000 + 143);
      stops(trial, text);
    } finally {
      trial.destroy();
      trial.waitFor();
    }
  }

  private static String awaitBox(Process trial, Path log) {
    await("the cluster")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> !trial.isAlive() || read(log).contains("Ctrl-C stops everything"));
    assertTrue(trial.isAlive(), () -> read(log));
    return read(log);
  }

  private static String read(Path log) {
    try {
      return Files.readString(log, StandardCharsets.UTF_8);
    } catch (IOException failure) {
      return failure.toString();
    }
  }

  private static List<ProcessHandle> servers(String text) {
    return PID.matcher(text)
        .results()
        .flatMap(pid -> ProcessHandle.of(Long.parseLong(pid.group(1))).stream())
        .toList();
  }

  /// What comes in on one daemon is told to an IDLE session on another, and read there.
  private static void mailIsShared(int smtpPort, int imapPort) throws IOException {
    try (Wire.Imap imap = new Wire.Imap(imapPort, ALICE);
        Wire.Smtp smtp = new Wire.Smtp(smtpPort)) {
      imap.ok("EXAMINE INBOX");
      imap.send("i IDLE\r\n");
      assertTrue(imap.line().startsWith("+"));
      String reply = smtp.deliver("a@far.example", ALICE, Letters.text("shared"));
      assertTrue(reply.startsWith("250"), reply);
      String line = imap.line();
      while (!line.equals("* 1 EXISTS")) {
        line = imap.line();
      }
      imap.send("DONE\r\n");
      while (!line.startsWith("i OK")) {
        line = imap.line();
      }
      assertTrue(imap.ok("FETCH 1 BODY.PEEK[]").contains(Letters.text("shared")));
    }
  }

  private static void stops(Process trial, String text) throws InterruptedException {
    List<ProcessHandle> servers = servers(text);
    trial.destroy();
    assertTrue(trial.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS), "it does not stop");
    assertEquals(0, trial.exitValue());
    servers.forEach(server -> assertFalse(server.isAlive(), server.info().toString()));
    Matcher files = FILES.matcher(text);
    assertTrue(files.find(), text);
    assertFalse(Files.exists(Path.of(files.group(1))), "files are left");
  }
}
