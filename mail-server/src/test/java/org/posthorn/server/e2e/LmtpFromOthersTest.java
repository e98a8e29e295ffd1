package org.posthorn.server.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Postfix and Exim hand mail on by LMTP (RFC 2033), with an answer for each recipient: who has
/// room gets it once, who has none gets it later, and who does not exist is reported.
class LmtpFromOthersTest {
  private static final String ALICE = "alice@example.test";
  private static final String BOB = "bob@example.test";
  private static final String FULL = "full@example.test";
  private static final String NOBODY = "nosuch@example.test";
  private static final String LINES = "A line of text.\r\n".repeat(200);
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  @TempDir Path data;

  @Test
  void postfix() throws Exception {
    assumeTrue(PostfixServer.isThere(), "needs root and Postfix");
    try (DaemonProcess daemon = DaemonProcess.start(data);
        MailServer server =
            PostfixServer.startLmtp(
                DaemonProcess.HOST, MailServer.freePort(DaemonProcess.HOST), daemon.lmtp())) {
      eachHasAnAnswer(
          daemon,
          server,
          "postfix/lmtp.* to=<" + ALICE + ">.* status=sent",
          "to=<" + FULL + ">.* status=deferred .*452",
          "to=<" + NOBODY + ">.* status=bounced .*550");
    }
  }

  @Test
  void exim() throws Exception {
    assumeTrue(EximServer.isThere(), "needs root and Exim");
    try (DaemonProcess daemon = DaemonProcess.start(data);
        MailServer server =
            EximServer.startLmtp(
                DaemonProcess.HOST, MailServer.freePort(DaemonProcess.HOST), daemon.lmtp())) {
      eachHasAnAnswer(
          daemon,
          server,
          " [=-]> " + ALICE + " .*T=out",
          " == " + FULL + " .*452",
          " \\*\\* " + NOBODY + " .*550");
    }
  }

  /// @param taken what the other server logs of a recipient who has the message
  /// @param later of one who has no room
  /// @param never of one who does not exist
  private static void eachHasAnAnswer(
      DaemonProcess daemon, MailServer server, String taken, String later, String never)
      throws Exception {
    admin(daemon, "account", "add", FULL, "--password", "pass", "--quota", "5KB");
    try (Wire.Smtp smtp = new Wire.Smtp(daemon.smtp())) {
      String answer = smtp.deliver(ALICE, FULL, "Subject: first\r\n\r\n" + LINES);
      assertTrue(answer.startsWith("250"), answer);
    }
    String sender = "carol@" + server.domain();
    send(server, sender);
    server.awaitLog(taken);
    server.awaitLog(later);
    server.awaitLog(never);
    server.message("rfc822;" + NOBODY);
    assertEquals(1, count(daemon, ALICE));
    assertEquals(1, count(daemon, BOB));
    assertEquals(0, count(daemon, FULL));

    admin(daemon, "account", "quota", FULL, "none");
    await()
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(100))
        .until(() -> count(daemon, FULL) == 1);
    assertEquals(1, count(daemon, ALICE));
    assertEquals(1, count(daemon, BOB));
    try (Wire.Imap imap = new Wire.Imap(daemon.imap(), ALICE)) {
      imap.ok("SELECT INBOX");
      String message = imap.ok("UID FETCH * BODY.PEEK[]");
      assertTrue(message.contains("Return-Path: <" + sender + ">\r\n"), message);
      assertTrue(message.contains(" with LMTP"), message);
    }
  }

  private static void admin(DaemonProcess daemon, String... words) throws Exception {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--data", daemon.data().toString()));
    DaemonProcess.run(all.toArray(String[]::new)).exits(0);
  }

  private static void send(MailServer server, String sender) throws IOException {
    try (Wire.Smtp smtp = new Wire.Smtp(server.port())) {
      smtp.command("MAIL FROM:<" + sender + ">");
      for (String recipient : List.of(ALICE, FULL, NOBODY, BOB)) {
        String answer = smtp.command("RCPT TO:<" + recipient + ">");
        assertTrue(answer.startsWith("250"), answer);
      }
      smtp.command("DATA");
      String answer =
          smtp.command("From: " + sender + "\r\nSubject: to several\r\n\r\n" + LINES + ".");
      assertTrue(answer.startsWith("250"), answer);
    }
  }

  private static int count(DaemonProcess daemon, String user) throws IOException {
    try (Wire.Imap imap = new Wire.Imap(daemon.imap(), user)) {
      imap.ok("SELECT INBOX");
      String found = imap.ok("SEARCH SUBJECT \"to several\"").strip();
      return found.split(" ", -1).length - 2;
    }
  }
}
