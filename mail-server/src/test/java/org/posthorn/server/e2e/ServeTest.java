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
    int smtpPort = freePort();
    Path config = config(port, "");
    Files.writeString(
        config,
        Files.readString(config)
            + """
            level = "debug"
            [[listener]]
            name = "smtp"
            protocol = "smtp"
            address = "127.0.0.1"
            port = %d
            tls = "none"
            """
                .formatted(smtpPort));
    DaemonProcess.run(
            "account", "add", "eve@example.org", "--password", "secret-1", "--config", "" + config)
        .exits(0);
    Path log = directory.resolve("log");
    List<String> command = new ArrayList<>(DaemonProcess.javaCommand());
    command.addAll(List.of("serve", "--config", config.toString()));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      await().atMost(Duration.ofSeconds(60)).until(() -> listens(port) && listens(smtpPort));
      useIt(port);
      passMail(smtpPort, port);
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

  /// A message comes in and is read and searched; then one is refused.
  private static void passMail(int smtpPort, int imapPort) throws IOException {
    String message = "Subject: private-1\r\nX-Own: private-2\r\n\r\nprivate-3\r\n";
    try (Wire.Smtp smtp = new Wire.Smtp(smtpPort)) {
      assertTrue(smtp.deliver("a@far.example", "eve@example.org", message).startsWith("250 "));
      String endless = "Subject: private-4\r\n\r\nprivate-5\nbare\r\n";
      smtp.deliver("a@far.example", "eve@example.org", endless);
    }
    try (Wire imap = new Wire(imapPort)) {
      imap.line();
      imap.send(
          "a LOGIN eve@example.org secret-1\r\nb SELECT INBOX\r\nc FETCH 1 (ENVELOPE BODY[])\r\n"
              + "d SEARCH BODY private-3\r\ne FETCH private-6\r\nf LOGOUT\r\n");
      for (String line = imap.line(); !line.startsWith("f OK"); line = imap.line()) {
        assertFalse(line.matches("[a-d] (NO|BAD).*"), line);
      }
    }
  }

  private static void assertLog(String log) {
    List<String> lines = log.lines().toList();
    assertTrue(lines.stream().allMatch(l -> l.startsWith("{") && l.endsWith("}")), log);
    assertTrue(lines.stream().anyMatch(l -> l.contains("\"ready\"")), log);
    assertTrue(lines.stream().anyMatch(l -> l.contains("\"stopped\"")), log);
    assertTrue(lines.stream().anyMatch(l -> l.contains("eve@example.org")), log);
    assertTrue(lines.stream().anyMatch(l -> l.contains("DEBUG")), log);
    assertFalse(log.contains("secret-"), log);
    assertFalse(log.contains("private-"), log);
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
