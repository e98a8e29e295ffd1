package org.posthorn.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Mail from the users here (RFC 6409), logging in (RFC 4954), TLS (RFC 3207, RFC 8314).
class SubmissionTest {
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

  @ParameterizedTest
  @CsvSource({
    "alice@example.test, 250 2.1.0",
    "ALICE@Example.Test, 250 2.1.0",
    "alice+x@example.test, 250 2.1.0",
    "'', 250 2.1.0",
    "bob@example.test, 553 5.7.1",
    "team@example.test, 553 5.7.1",
    "alice@other.test, 553 5.7.1",
    "nobody@example.test, 553 5.7.1",
    "alice@[127.0.0.1], 553 5.7.1",
  })
  void theSenderMustBeOnesOwn(String sender, String codes) throws IOException {
    try (SmtpClient client = smtp.submission().hello().login("alice@example.test")) {
      client.say("MAIL FROM:<" + sender + ">", codes);
    }
  }

  @Test
  void nothingWithoutLogin() throws IOException {
    try (SmtpClient client = smtp.submission().hello()) {
      client.say("MAIL FROM:<alice@example.test>", "530 5.7.0").say("MAIL FROM:<>", "530 5.7.0");
    }
  }

  @Test
  void whereAUserIsNeedNotBeTold() throws IOException {
    try (SmtpFixture hiding =
            SmtpFixture.forStrangers(directory, "[smtp]\nhide-submitters = true\n");
        SmtpClient client = hiding.submissions().hello().login("alice@example.test");
        SmtpClient stranger = hiding.relay().hello()) {
      for (SmtpClient one : new SmtpClient[] {client, stranger}) {
        one.say("MAIL FROM:<alice@example.test>", "250 ")
            .say("RCPT TO:<bob@example.test>", "250 ")
            .say("DATA", "354 ")
            .raw("\r\nbody\r\n.\r\n")
            .expect("250 ");
      }
      String hidden = hiding.town.copies().get(0).prefix();
      assertTrue(hidden.contains("\r\nReceived: by mx.example.test (Posthorn) with"), hidden);
      assertFalse(hidden.contains("127.0.0.1") || hidden.contains("client.test"), hidden);
      assertTrue(hiding.town.copies().get(1).prefix().contains("Received: from client.test"));
    }
  }

  @Test
  void addsDateAndMessageIdWhereMissing() throws IOException {
    try (SmtpClient client = smtp.submissions().hello().login("alice@example.test")) {
      for (String header : new String[] {"Subject: x", "Date: now\r\nMessage-Id: <a@b>"}) {
        client
            .say("MAIL FROM:<alice@example.test>", "250 ")
            .say("RCPT TO:<bob@example.test>", "250 ")
            .say("DATA", "354 ")
            .raw(header + "\r\n\r\nbody\r\n.\r\n")
            .expect("250 ");
      }
    }
    String first = smtp.town.copies().get(0).prefix();
    assertTrue(first.contains("\r\nDate: Tue, 3 Feb 2026 "), first);
    assertTrue(first.contains("\r\nMessage-ID: <"), first);
    assertTrue(first.contains("@mx.example.test>\r\n"), first);
    assertTrue(first.contains(" with ESMTPSA id "), first);
    assertTrue(first.contains("\r\n\t(using TLSv1.3 with cipher TLS_"), first);
    String second = smtp.town.copies().get(1).prefix();
    assertFalse(second.contains("Date: "), second);
    assertFalse(second.contains("Message-ID: "), second);
    assertEquals(
        "Subject: x\r\n\r\nbody\r\n",
        new String(smtp.town.copies().get(0).body(), StandardCharsets.UTF_8));
  }

  @Test
  void logsInWithEachMechanism() throws IOException {
    try (SmtpClient client = smtp.submission().hello()) {
      client
          .say("AUTH LOGIN", "334 VXNlcm5hbWU6")
          .say(SmtpClient.base64("bob@example.test"), "334 UGFzc3dvcmQ6")
          .say(SmtpClient.base64(Town.PASSWORD), "235 2.7.0")
          .say("AUTH LOGIN", "503 5.5.1")
          .say("MAIL FROM:<bob@example.test>", "250 ");
    }
    try (SmtpClient client = smtp.submission().hello()) {
      client
          .say("AUTH PLAIN", "334 ")
          .say(SmtpClient.base64("\0alice@example.test\0wrong"), "535 5.7.8")
          .say("AUTH PLAIN", "334 ")
          .say("*", "501 5.7.0")
          .say("AUTH PLAIN", "334 ")
          .say("%%%", "501 5.5.2")
          .say("AUTH PLAIN ====", "501 5.5.2")
          .say("AUTH PLAIN", "334 ")
          .raw("A".repeat(20_000) + "\r\n")
          .expect("501 5.5.2")
          .say("AUTH CRAM-MD5", "504 5.5.4")
          .say("AUTH SCRAM-SHA-256-PLUS", "538 5.7.11")
          .login("alice@example.test");
    }
  }

  @Test
  void offersLoginUntilLoggedIn() throws IOException {
    try (SmtpClient client = smtp.submission().expect("220 ")) {
      String before = client.raw("EHLO c.test\r\n").reply();
      assertTrue(before.contains("\n250-AUTH SCRAM-SHA-256 PLAIN LOGIN\n"), before);
      client.login("alice@example.test");
      assertFalse(client.raw("EHLO c.test\r\n").reply().contains("AUTH"));
      client.say("MAIL FROM:<alice@example.test>", "250 ");
    }
  }

  @Test
  void passwordsNeedTls() throws IOException {
    smtp.close();
    smtp =
        SmtpFixture.open(
            directory,
            c -> c.withAuthentication(c.authentication().withAllowPlaintextLogin(false)));
    try (SmtpClient client = smtp.submission().expect("220 ")) {
      String before = client.raw("EHLO c.test\r\n").reply();
      assertTrue(before.contains("\n250-AUTH SCRAM-SHA-256\n"), before);
      client.say("AUTH PLAIN =", "538 5.7.11").say("STARTTLS", "220 2.0.0").secure();
      String after = client.raw("EHLO c.test\r\n").reply();
      assertTrue(
          after.contains("\n250-AUTH SCRAM-SHA-256-PLUS SCRAM-SHA-256 PLAIN LOGIN\n"), after);
      assertFalse(after.contains("STARTTLS"), after);
      client.login("alice@example.test").say("STARTTLS", "503 5.5.1");
    }
  }

  @Test
  void nothingSurvivesStartTls() throws IOException {
    try (SmtpClient client = smtp.submission().hello().login("alice@example.test")) {
      client
          .raw("STARTTLS\r\nMAIL FROM:<alice@example.test>\r\nRCPT TO:<bob@example.test>\r\n")
          .expect("220 2.0.0")
          .secure()
          .say("MAIL FROM:<alice@example.test>", "503 5.5.1")
          .say("EHLO c.test", "250 ")
          .say("MAIL FROM:<alice@example.test>", "530 5.7.0")
          .login("alice@example.test")
          .say("MAIL FROM:<alice@example.test>", "250 ");
    }
  }

  @Test
  void startTlsHasItsPlace() throws IOException {
    try (SmtpClient client = smtp.relay().expect("220 ")) {
      client
          .say("STARTTLS", "503 5.5.1")
          .say("HELO c.test", "250 ")
          .say("STARTTLS", "503 5.5.1")
          .say("EHLO c.test", "250 ")
          .say("MAIL FROM:<a@other.test>", "250 ")
          .say("STARTTLS", "503 5.5.1")
          .say("RSET", "250 ")
          .say("STARTTLS now", "501 5.5.4")
          .say("STARTTLS", "220 ")
          .secure()
          .say("EHLO c.test", "250 ")
          .say("MAIL FROM:<a@other.test>", "250 ")
          .say("RCPT TO:<bob@example.test>", "250 ")
          .say("DATA", "354 ")
          .raw("x\r\n.\r\n")
          .expect("250 ");
    }
    String prefix = smtp.town.copies().getFirst().prefix();
    assertTrue(prefix.contains(" with ESMTPS id "), prefix);
  }
}
