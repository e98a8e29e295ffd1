package org.posthorn.server.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.SocketException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Clients that send an octet now and then, or nothing at all, against a daemon with short time
/// limits: each is sent away, and others are served meanwhile.
class TrickleTest {
  /// Milliseconds between two octets, far below every limit but that of a whole line.
  private static final int PACE = 50;

  private static final String EVE = "eve@example.org";

  @TempDir Path directory;

  @Test
  void whoTricklesIsSentAwayAndOthersAreServed() throws Exception {
    List<Integer> ports = freePorts();
    Path config = config(ports);
    DaemonProcess.run("account", "add", EVE, "--password", "pass", "--config", "" + config)
        .exits(0);
    Path log = directory.resolve("log");
    List<String> command = new ArrayList<>(DaemonProcess.javaCommand());
    command.addAll(List.of("serve", "--config", config.toString()));
    Process process =
        new ProcessBuilder(command).redirectErrorStream(true).redirectOutput(log.toFile()).start();
    try {
      await().atMost(Duration.ofSeconds(60)).until(() -> ports.stream().allMatch(this::listens));
      attackAllAtOnce(ports);
    } finally {
      process.destroy();
    }
    assertTrue(process.waitFor(30, TimeUnit.SECONDS));
    assertEquals(0, process.exitValue(), Files.readString(log));
  }

  private boolean listens(int port) {
    try (Wire _ = new Wire(port)) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private static void attackAllAtOnce(List<Integer> ports) throws Exception {
    int smtp = ports.get(0);
    int imap = ports.get(1);
    int pop3 = ports.get(2);
    String endlessly = "x".repeat(1_000_000);
    String mail = "EHLO x\r\nMAIL FROM:<a@b.example>\r\nRCPT TO:<" + EVE + ">\r\n";
    String login = "a LOGIN " + EVE + " pass\r\n";
    List<Callable<String>> attacks =
        List.of(
            () -> trickle(smtp, "", ""),
            () -> trickle(imap, "", ""),
            () -> trickle(pop3, "", ""),
            () -> trickle(smtp, "", endlessly),
            () -> trickle(imap, "a ", endlessly),
            () -> trickle(pop3, "USER ", endlessly),
            () -> trickle(smtp, mail + "DATA\r\n", ""),
            () -> trickle(smtp, mail + "DATA\r\n", endlessly),
            () -> trickle(smtp, mail + "BDAT 100000\r\n", endlessly),
            () -> trickle(imap, login + "b APPEND INBOX {100000+}\r\n", ""),
            () -> trickle(imap, login + "b APPEND INBOX {100000+}\r\n", endlessly),
            () -> trickle(imap, "a LOGIN {1000}\r\n", endlessly),
            () -> trickle(imap, "a AUTHENTICATE PLAIN\r\n", endlessly),
            () -> trickle(pop3, "AUTH PLAIN\r\n", endlessly));
    try (ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<String>> endings = attacks.stream().map(clients::submit).toList();
      int served = 0;
      while (endings.stream().anyMatch(ending -> !ending.isDone())) {
        serve(smtp, imap, pop3);
        served++;
      }
      assertTrue(served > 0);
      for (Future<String> ending : endings) {
        String last = ending.get();
        // POP3 closes without a word (RFC 1939 §3), behind its greeting or its question.
        assertTrue(last.matches("421 .*|-ERR .*|\\* BYE .*|\\+OK .*ready|\\+ ?"), last);
      }
    }
    serve(smtp, imap, pop3);
  }

  /// Sends an octet of the text, or nothing, again and again, until the server ends it.
  ///
  /// @return its last line
  private static String trickle(int port, String first, String slowly) throws IOException {
    String last = "nothing";
    try (Wire wire = new Wire(port)) {
      wire.send(first);
      for (int sent = 0; ; sent++) {
        Optional<String> line = wire.lineWithin(PACE);
        if (line.isPresent()) {
          last = line.get();
        } else if (sent < slowly.length()) {
          wire.send(slowly.substring(sent, sent + 1));
        }
      }
    } catch (EOFException | SocketException _) {
      return last;
    }
  }

  private static void serve(int smtpPort, int imapPort, int pop3Port) throws IOException {
    try (Wire.Smtp smtp = new Wire.Smtp(smtpPort)) {
      String reply = smtp.deliver("a@b.example", EVE, "Subject: meanwhile\r\n\r\nhello\r\n");
      assertTrue(reply.startsWith("250 "), reply);
    }
    try (Wire.Imap imap = new Wire.Imap(imapPort, EVE)) {
      assertTrue(imap.ok("SELECT INBOX").contains(" EXISTS\r\n"));
    }
    try (Wire pop3 = new Wire(pop3Port)) {
      pop3.send("USER " + EVE + "\r\nPASS pass\r\nSTAT\r\nQUIT\r\n");
      for (int i = 0; i < 5; i++) {
        assertTrue(pop3.line().startsWith("+OK"));
      }
    }
  }

  private Path config(List<Integer> ports) throws IOException {
    StringBuilder text =
        new StringBuilder(
            """
            [server]
            hostname = "mail.example.org"
            data-dir = "data"
            [authentication]
            allow-plaintext-login = true
            [metrics]
            enabled = false
            """);
    List<String> protocols = List.of("smtp", "imap", "pop3");
    for (int i = 0; i < protocols.size(); i++) {
      text.append(
          """
          [[listener]]
          name = "%1$s"
          protocol = "%1$s"
          address = "127.0.0.1"
          port = %2$d
          tls = "none"
          [limits.%1$s]
          idle-timeout = "3s"
          command-timeout = "3s"
          data-timeout = "3s"
          """
              .formatted(protocols.get(i), ports.get(i)));
    }
    return Files.writeString(directory.resolve("posthorn.toml"), text);
  }

  private static List<Integer> freePorts() throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    List<Integer> ports = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(DaemonProcess.HOST));
      sockets.add(socket);
      ports.add(socket.getLocalPort());
    }
    for (ServerSocket socket : sockets) {
      socket.close();
    }
    return ports;
  }
}
