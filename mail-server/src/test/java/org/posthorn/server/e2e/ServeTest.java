package org.posthorn.server.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// `posthorn serve` as systemd runs it: in the foreground, logging to its output, until SIGTERM.
class ServeTest {
  @TempDir Path directory;

  @Test
  void servesUntilSigtermAndLogsForMachines() throws Exception {
    int port = freePort();
    Path config = config(port, "");
    DaemonProcess.run(
            "account", "add", "eve@example.org", "--password", "secret-1", "--config", "" + config)
        .exits(0);
    Path log = directory.resolve("log");
    List<String> command = new ArrayList<>(DaemonProcess.javaCommand());
    command.addAll(List.of("serve", "--config", config.toString()));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      await().atMost(Duration.ofSeconds(60)).until(() -> listens(port));
      useIt(port);
    } finally {
      process.destroy();
    }
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), Files.readString(log));
    assertLog(Files.readString(log));
  }

  private static void useIt(int port) throws IOException {
    try (Wire imap = new Wire(port)) {
      assertTrue(imap.line().startsWith("* OK"));
      imap.send("a LOGIN eve@example.org secret-2\r\n");
      assertTrue(imap.line().startsWith("a NO [AUTHENTICATIONFAILED]"));
      imap.send("b LOGIN eve@example.org secret-1\r\n");
      assertTrue(imap.line().startsWith("b OK"));
    }
  }

  private static void assertLog(String log) {
    List<String> lines = log.lines().toList();
    assertTrue(lines.stream().allMatch(l -> l.startsWith("{") && l.endsWith("}")), log);
    assertTrue(lines.stream().anyMatch(l -> l.contains("\"ready\"")), log);
    assertTrue(lines.stream().anyMatch(l -> l.contains("\"stopped\"")), log);
    assertTrue(lines.stream().anyMatch(l -> l.contains("eve@example.org")), log);
    assertFalse(log.contains("secret-"), log);
  }

  @Test
  void aWrongConfigurationIsExitCode78() throws Exception {
    Path config = config(freePort(), "shutdown-deadline = \"soon\"");
    DaemonProcess.Ended ended = DaemonProcess.run("serve", "--config", config.toString()).exits(78);
    assertTrue(ended.output().contains("server.shutdown-deadline"), ended.output());
    DaemonProcess.run("serve", "--config", "" + directory.resolve("none")).exits(78);
  }

  private Path config(int port, String server) throws IOException {
    return Files.writeString(
        directory.resolve("posthorn.toml"),
        """
        [server]
        hostname = "mail.example.org"
        data-dir = "data"
        %s
        [authentication]
        allow-plaintext-login = true
        failed-login-delay = "0s"
        [[listener]]
        name = "imap"
        protocol = "imap"
        address = "127.0.0.1"
        port = %d
        tls = "none"
        [metrics]
        enabled = false
        [log]
        format = "json"
        """
            .formatted(server, port));
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(DaemonProcess.HOST))) {
      return socket.getLocalPort();
    }
  }

  private static boolean listens(int port) {
    try (Wire _ = new Wire(port)) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }
}
