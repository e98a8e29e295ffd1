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
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.auth.dns.Behaviour;
import org.posthorn.auth.dns.ZoneServer;

/// A daemon that takes loopback for strangers and asks a DNS server that does not always behave:
/// SPF, DMARC (RFC 9989) and Authentication-Results (RFC 8601), from the socket to the mailbox.
class SenderAuthenticationTest {
  private static final String ALICE = "alice@example.org";
  private static final String FORGED =
      "Authentication-Results: Mail.example.org; dmarc=pass header.from=bank.test\r\n";
  private static final String ZONE =
      """
      good.test        IN TXT "v=spf1 ip4:127.0.0.1 -all"
      _dmarc.good.test IN TXT "v=DMARC1; p=reject"
      _dmarc.bank.test IN TXT "v=DMARC1; p=reject"
      _dmarc.soft.test IN TXT "v=DMARC1; p=quarantine"
      """
          + IntStream.range(0, 10_000)
              .mapToObj(i -> "_dmarc.many.test IN TXT \"v=DMARC1; p=reject; i=" + i + "\"")
              .collect(Collectors.joining("\n"));

  @TempDir Path directory;

  @Test
  void mailIsJudgedByWhatTheDnsSaysAndTakenInTimeWhereItSaysNothing() throws Exception {
    int smtp = freePort();
    int imap = freePort();
    try (ZoneServer dns =
        ZoneServer.of(ZONE)
            .behave("_dmarc.held.test", Behaviour.HELD)
            .behave("_dmarc.silent.test", Behaviour.SILENT)
            .behave("silent.test", Behaviour.SILENT)
            .behave("_dmarc.lies.test", Behaviour.WRONG_ID)) {
      Path config = config(smtp, imap, dns);
      DaemonProcess.run(
              "account", "add", ALICE, "--password", "pass", "--config", config.toString())
          .exits(0);
      Process daemon = serve(config);
      try {
        await().atMost(Duration.ofSeconds(60)).until(() -> listens(smtp));
        sendAll(smtp);
        assertMailboxes(imap);
      } finally {
        daemon.destroy();
      }
      assertTrue(daemon.waitFor(30, TimeUnit.SECONDS));
      assertLog(Files.readString(directory.resolve("log")));
    }
  }

  private static void sendAll(int port) throws IOException {
    try (Wire.Smtp smtp = new Wire.Smtp(port)) {
      assertAnswer("250", smtp, "a@good.test", FORGED + "From: a@good.test\r\n");
      assertAnswer("550 5.7.1", smtp, "a@good.test", "From: Bank <ceo@bank.test>\r\n");
      assertAnswer("250", smtp, "a@good.test", "From: a@soft.test\r\n");
      assertAnswer("250", smtp, "a@silent.test", "From: a@silent.test\r\n");
      assertAnswer("250", smtp, "a@good.test", "From: a@held.test\r\n");
      assertAnswer("250", smtp, "a@good.test", "From: a@lies.test\r\n");
      assertAnswer("250", smtp, "a@good.test", "From: a@many.test\r\n");
    }
  }

  private static void assertAnswer(String expected, Wire.Smtp smtp, String sender, String header)
      throws IOException {
    String answer = smtp.deliver(sender, ALICE, header + "Subject: x\r\n\r\nbody\r\n");
    assertTrue(answer.startsWith(expected), header + answer);
  }

  private static void assertMailboxes(int port) throws IOException {
    try (Wire.Imap imap = new Wire.Imap(port, ALICE)) {
      imap.ok("SELECT INBOX");
      String all = imap.ok("FETCH 1:* (BODY.PEEK[HEADER])");
      assertEquals(5, all.split("Authentication-Results: ", -1).length - 1, all);
      assertFalse(all.contains("bank.test"), all);
      String first = imap.ok("FETCH 1 (BODY.PEEK[HEADER])");
      assertTrue(first.contains("Authentication-Results: mail.example.org;\r\n"), first);
      assertTrue(first.contains("spf=pass smtp.mailfrom=a@good.test"), first);
      assertTrue(first.contains("dmarc=pass header.from=good.test policy.dmarc=reject"), first);
      assertEquals(4, all.split("dmarc=temperror", -1).length - 1, all);
      imap.ok("SELECT Junk");
      assertTrue(imap.ok("FETCH 1 (BODY.PEEK[HEADER])").contains("dmarc=fail"));
    }
  }

  private static void assertLog(String log) {
    List<String> told = log.lines().filter(line -> line.contains(" message refused ")).toList();
    assertEquals(1, told.size(), log);
    assertTrue(told.getFirst().contains("dmarc=fail from=bank.test"), told.getFirst());
    assertTrue(log.contains("forged-results=1 removed"), log);
  }

  private Process serve(Path config) throws IOException {
    List<String> command = new ArrayList<>(DaemonProcess.javaCommand());
    command.addAll(List.of("serve", "--config", config.toString()));
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(directory.resolve("log").toFile())
        .start();
  }

  private Path config(int smtp, int imap, ZoneServer dns) throws IOException {
    return Files.writeString(
        directory.resolve("posthorn.toml"),
        """
        [server]
        hostname = "mail.example.org"
        data-dir = "data"
        [authentication]
        allow-plaintext-login = true
        [inbound]
        trusted-networks = []
        [inbound.sender-authentication]
        timeout = "3s"
        [dns]
        servers = ["%s"]
        timeout = "20s"
        tries = 1
        [[listener]]
        name = "smtp"
        protocol = "smtp"
        address = "127.0.0.1"
        port = %d
        tls = "none"
        [[listener]]
        name = "imap"
        protocol = "imap"
        address = "127.0.0.1"
        port = %d
        tls = "none"
        [metrics]
        port = %d
        """
            .formatted(dns.hostPort(), smtp, imap, freePort()));
  }

  private static boolean listens(int port) {
    try (java.net.Socket socket = new java.net.Socket(InetAddress.getLoopbackAddress(), port)) {
      return socket.isConnected();
    } catch (IOException _) {
      return false;
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
