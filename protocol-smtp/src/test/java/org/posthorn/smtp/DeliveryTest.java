package org.posthorn.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.posthorn.storage.model.StorageError;

/// Mail for the users here, from RCPT to the bytes that are stored (RFC 5321 §3.3, §4.4): sizes
/// (RFC 1870), enhanced codes (RFC 3463), transmission types (RFC 3848), eight bits (RFC 6152),
/// UTF-8 (RFC 6531), limits (RFC 9422).
class DeliveryTest {
  @TempDir Path directory;
  private SmtpFixture smtp;

  @BeforeEach
  void open() throws IOException {
    smtp = SmtpFixture.open(directory);
  }

  @AfterEach
  void close() throws IOException {
    smtp.close();
  }

  private static String body(Town.Copy copy) {
    return new String(copy.body(), StandardCharsets.UTF_8);
  }

  @Test
  void deliversWithTraceFieldsInFront() throws IOException {
    try (SmtpClient client = smtp.relay().hello()) {
      client
          .say("MAIL FROM:<sender@other.test> SIZE=100 BODY=8BITMIME", "250 2.1.0")
          .say("RCPT TO:<Alice@Example.TEST>", "250 2.1.5")
          .say("DATA", "354 ")
          .raw("Return-Path: <forged@x.test>\r\nSubject: hi\r\n\r\n..dot\r\n..\r\nend\r\n.\r\n")
          .expect("250 2.0.0")
          .say("QUIT", "221 2.0.0")
          .expectEnd();
    }
    Town.Copy copy = smtp.town.copies().getFirst();
    assertEquals(1, copy.account().value());
    assertEquals(
        "Return-Path: <forged@x.test>\r\nSubject: hi\r\n\r\n.dot\r\n.\r\nend\r\n", body(copy));
    List<String> lines = copy.prefix().lines().toList();
    assertEquals("Return-Path: <sender@other.test>", lines.get(0));
    assertEquals("Delivered-To: Alice@Example.TEST", lines.get(1));
    assertEquals("Received: from client.test ([127.0.0.1])", lines.get(2));
    assertTrue(
        lines.get(3).matches("\tby mx\\.example\\.test \\(Posthorn\\) with ESMTP id \\w+\\.1"),
        lines.get(3));
    assertEquals("\tfor <Alice@Example.TEST>;", lines.get(4));
    assertTrue(lines.get(5).matches("\tTue, 3 Feb 2026 \\d\\d:\\d\\d:06 [+-]\\d{4}"), lines.get(5));
    assertEquals(6, lines.size());
    assertTrue(copy.prefix().endsWith("\r\n"));
  }

  @Test
  void anEmptyMessageIsAMessage() throws IOException {
    try (SmtpClient client = smtp.relay().hello()) {
      client
          .say("MAIL FROM:<>", "250 ")
          .say("RCPT TO:<alice@example.test>", "250 ")
          .say("DATA", "354 ")
          .raw(".\r\n")
          .expect("250 ");
    }
    assertEquals("", body(smtp.town.copies().getFirst()));
    assertTrue(smtp.town.copies().getFirst().prefix().startsWith("Return-Path: <>\r\n"));
  }

  @Test
  void heloClientsAreServed() throws IOException {
    try (SmtpClient client = smtp.relay().expect("220 mx.example.test ESMTP")) {
      client
          .say("HELO old(client", "501 ")
          .say("HELO b\u00fcro", "250 mx.example.test")
          .say("MAIL FROM:<a@other.test>", "250 ")
          .say("RCPT TO:<alice@example.test>", "250 ")
          .say("RCPT TO:<bob@example.test>", "250 ")
          .say("DATA", "354 ")
          .raw("x\r\n.\r\n")
          .expect("250 ");
    }
    String prefix = smtp.town.copies().getFirst().prefix();
    assertTrue(prefix.contains("Received: from [127.0.0.1] (HELO b?ro)\r\n"), prefix);
    assertTrue(prefix.contains(" with SMTP id "), prefix);
    assertTrue(!prefix.contains("for <"), "no recipient tells of another: " + prefix);
  }

  @Test
  void oneCopyForEachAccountAndDetail() throws IOException {
    try (SmtpClient client = smtp.relay().hello()) {
      client
          .say("MAIL FROM:<a@other.test>", "250 ")
          .say("RCPT TO:<team@example.test>", "250 ")
          .say("RCPT TO:<alice@example.test>", "250 ")
          .say("RCPT TO:<alice@example.test>", "250 ")
          .say("RCPT TO:<alice+lists@example.test>", "250 ")
          .say("DATA", "354 ")
          .raw("x\r\n.\r\n")
          .expect("250 ");
    }
    assertEquals(
        List.of(1L, 2L, 1L),
        smtp.town.copies().stream().map(copy -> copy.account().value()).toList());
  }

  @Test
  void largeMessagesAreStoredByteForByte() throws IOException {
    StringBuilder text = new StringBuilder();
    Random random = new Random(7);
    while (text.length() < 900_000) {
      text.append(".".repeat(random.nextInt(3)));
      text.append((char) ('a' + random.nextInt(26)));
      text.append("x".repeat(random.nextInt(2000))).append("\r\n");
    }
    String message = text.toString();
    String stuffed = message.replaceAll("(?m)^\\.", "..");
    try (SmtpClient client = smtp.relay().hello()) {
      client
          .say("MAIL FROM:<a@other.test>", "250 ")
          .say("RCPT TO:<alice@example.test>", "250 ")
          .say("DATA", "354 ")
          .raw(stuffed + ".\r\n")
          .expect("250 ");
    }
    assertEquals(message, body(smtp.town.copies().getFirst()));
  }

  @ParameterizedTest
  @CsvSource({
    "nobody@example.test, 550 5.1.1",
    "off@example.test,    450 4.2.1",
    "carol@example.test,  452 4.2.2",
    "away@example.test,   550 5.7.1",
    "bob@[127.0.0.1],     550 5.1.1",
    "Postmaster@[127.0.0.1], 250 2.1.5",
    "postmaster@example.test, 250 2.1.5",
    "postmaster@mx.example.test, 250 2.1.5",
    "postmaster,          250 2.1.5",
    "alice@mx.example.test, 550 5.7.1",
  })
  void recipientsAreAnsweredOneByOne(String recipient, String codes) throws IOException {
    try (SmtpClient client = smtp.relay().hello()) {
      client
          .say("MAIL FROM:<a@other.test>", "250 ")
          .say("RCPT TO:<" + recipient + ">", codes)
          .say("RCPT TO:<alice@example.test>", "250 2.1.5");
    }
  }

  @Test
  void aMessageThatCanNeverFitIsRefusedForGood() throws IOException {
    try (SmtpClient client = smtp.relay().hello()) {
      client
          .say("MAIL FROM:<a@other.test> SIZE=1001", "250 ")
          .say("RCPT TO:<carol@example.test>", "552 5.2.2");
    }
  }

  @Test
  void tooManyRecipientsAreForAnotherTransaction() throws IOException {
    try (SmtpClient client = smtp.relay().hello()) {
      client.say("MAIL FROM:<a@other.test>", "250 ");
      for (int i = 0; i < 20; i++) {
        client.say("RCPT TO:<alice+" + i + "@example.test>", "250 ");
      }
      client
          .say("RCPT TO:<bob@example.test>", "452 4.5.3")
          .say("DATA", "354 ")
          .raw("x\r\n.\r\n")
          .expect("250 ");
    }
    assertEquals(20, smtp.town.copies().size());
  }

  @Test
  void whenSomeRefuseTheMessageIsOurs() throws IOException {
    smtp.town.refuse(1, new StorageError.OverQuota("full"));
    try (SmtpClient client = smtp.relay().hello()) {
      client
          .say("MAIL FROM:<a@other.test>", "250 ")
          .say("RCPT TO:<team@example.test>", "250 ")
          .say("DATA", "354 ")
          .raw("x\r\n.\r\n")
          .expect("250 ")
          .say("MAIL FROM:<a@other.test>", "250 ")
          .say("RCPT TO:<alice@example.test>", "250 ")
          .say("DATA", "354 ")
          .raw("x\r\n.\r\n")
          .expect("452 4.2.2");
    }
    assertEquals(1, smtp.town.copies().size());
    assertEquals(
        1.0,
        smtp.metrics
            .get("posthorn.smtp.messages")
            .tags("role", "relay", "outcome", "accepted")
            .counter()
            .count());
    assertEquals(
        1.0,
        smtp.metrics
            .get("posthorn.smtp.messages")
            .tags("role", "relay", "outcome", "deferred")
            .counter()
            .count());
  }

  @Test
  void aStoreThatCannotAnswerIsATemporaryFailure() throws IOException {
    try (SmtpClient client = smtp.relay().hello()) {
      smtp.town.outage(new StorageError.Unavailable("stopped"));
      client
          .say("MAIL FROM:<a@other.test>", "250 ")
          .say("RCPT TO:<alice@example.test>", "250 ")
          .say("DATA", "354 ")
          .raw("x\r\n.\r\n")
          .expect("451 4.3.0");
      smtp.town.outage(new StorageError.Full("disk"));
      client
          .say("MAIL FROM:<a@other.test>", "250 ")
          .say("RCPT TO:<alice@example.test>", "250 ")
          .say("DATA", "354 ")
          .raw("x\r\n.\r\n")
          .expect("452 4.3.1")
          .say("NOOP", "250 ");
    }
  }

  @Test
  void aMessageThatLoopsIsRefused() throws IOException {
    try (SmtpClient client = smtp.relay().hello()) {
      for (int hops : List.of(50, 51)) {
        client
            .say("MAIL FROM:<a@other.test>", "250 ")
            .say("RCPT TO:<alice@example.test>", "250 ")
            .say("DATA", "354 ")
            .raw("Received: from x by y; z\r\n".repeat(hops) + "\r\n.\r\n")
            .expect(hops == 50 ? "250 " : "554 5.4.6");
      }
    }
  }

  @Test
  void sizeIsLimitedAsAnnouncedAndAsSent() throws IOException {
    String line = "x".repeat(998) + "\r\n";
    int lines = (int) SmtpFixture.MAX_SIZE / 1000;
    try (SmtpClient client = smtp.relay().hello()) {
      client
          .say("MAIL FROM:<a@other.test> SIZE=" + (SmtpFixture.MAX_SIZE + 1), "552 5.3.4")
          .say("MAIL FROM:<a@other.test> SIZE=99999999999999999999", "552 5.3.4")
          .say("MAIL FROM:<a@other.test> SIZE=" + SmtpFixture.MAX_SIZE, "250 ")
          .say("RCPT TO:<alice@example.test>", "250 ")
          .say("DATA", "354 ")
          .raw(line.repeat(lines * 2) + ".\r\n")
          .expect("552 5.3.4")
          .say("MAIL FROM:<a@other.test>", "250 ")
          .say("RCPT TO:<alice@example.test>", "250 ")
          .say("DATA", "354 ")
          .raw(line.repeat(lines) + ".\r\n")
          .expect("250 ");
    }
    assertEquals(1, smtp.town.copies().size());
    assertEquals(lines * 1000, smtp.town.copies().getFirst().body().length);
  }

  @Test
  void utf8AddressesNeedSmtpUtf8() throws IOException {
    try (SmtpClient client = smtp.relay().hello()) {
      client
          .say("MAIL FROM:<j\u00fcrgen@other.test>", "553 5.6.7")
          .say("MAIL FROM:<a@other.test>", "250 ")
          .say("RCPT TO:<b\u00fccher@example.test>", "553 5.6.7")
          .say("RSET", "250 ")
          .say("MAIL FROM:<j\u00fcrgen@other.test> SMTPUTF8", "250 ")
          .say("RCPT TO:<b\u00fccher@example.test>", "250 ")
          .say("DATA", "354 ")
          .raw("Subject: gr\u00fc\u00dfe\r\n\r\n.\r\n")
          .expect("250 ");
    }
    Town.Copy copy = smtp.town.copies().getFirst();
    assertTrue(copy.prefix().startsWith("Return-Path: <j\u00fcrgen@other.test>\r\n"));
    assertTrue(copy.prefix().contains(" with UTF8SMTP id "), copy.prefix());
    assertEquals("Subject: gr\u00fc\u00dfe\r\n\r\n", body(copy));
  }

  @Test
  void ehloTellsWhatIsThere() throws IOException {
    try (SmtpClient client = smtp.relay().expect("220 ")) {
      assertEquals(
          """
          250-mx.example.test
          250-PIPELINING
          250-SIZE 1048576
          250-STARTTLS
          250-ENHANCEDSTATUSCODES
          250-8BITMIME
          250-DSN
          250-CHUNKING
          250-BINARYMIME
          250-SMTPUTF8
          250-LIMITS RCPTMAX=20
          250 HELP""",
          client.raw("EHLO client.test\r\n").reply());
      client
          .say("HELP", "214 2.0.0")
          .say("HELP RCPT", "214 2.0.0 RCPT TO:")
          .say("VRFY alice", "252 ")
          .say("EXPN team", "502 ")
          .say("NOOP x", "250 ")
          .say("AUTH PLAIN", "502 5.5.1");
    }
  }
}
