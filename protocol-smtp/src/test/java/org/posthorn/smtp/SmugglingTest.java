package org.posthorn.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.config.BareLineFeeds;

/// Only CRLF.CRLF ends a message, so that no second one can hide in it.
class SmugglingTest {
  private static final String SECOND =
      "MAIL FROM:<evil@other.test>\r\nRCPT TO:<bob@example.test>\r\nDATA\r\nevil\r\n";

  @TempDir Path directory;

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\n.\n",
        "\n.\r\n",
        "\r\n.\n",
        "\r.\r",
        "\r.\r\n",
        "\r\n.\r",
        "\r\n.\r\r\n",
        "\n.\r",
        "\r\r\n.\r\r\n",
        "\r\n\0.\r\n",
        "\r\n.\0\r\n",
        "\r\n.\r\0\n",
      })
  void nothingElseEndsAMessage(String end) throws IOException {
    try (SmtpFixture smtp = SmtpFixture.open(directory);
        SmtpClient client = smtp.relay().hello()) {
      client
          .say("MAIL FROM:<a@other.test>", "250 ")
          .say("RCPT TO:<alice@example.test>", "250 ")
          .say("DATA", "354 ")
          .raw("first" + end + SECOND + "\r\n.\r\n")
          .expect("554 5.6.0")
          .say("NOOP", "250 ");
      assertEquals(0, smtp.town.copies().size());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"\n.\n", "\n.\r\n", "\r\n.\n", "\r.\r", "\r\n.\r"})
  void whereTakenBareLineEndsStayPartOfTheMessage(String end) throws IOException {
    try (SmtpFixture smtp =
            SmtpFixture.open(
                directory, c -> c.withSmtp(c.smtp().withBareLineFeeds(BareLineFeeds.ACCEPT)));
        SmtpClient client = smtp.relay().hello()) {
      client
          .say("MAIL FROM:<a@other.test>", "250 ")
          .say("RCPT TO:<alice@example.test>", "250 ")
          .say("DATA", "354 ")
          .raw("first" + end + SECOND + "\r\n.\r\n")
          .expect("250 ")
          .raw("NOOP\n")
          .expect("250 ");
      assertEquals(1, smtp.town.copies().size());
      String body = new String(smtp.town.copies().getFirst().body(), StandardCharsets.US_ASCII);
      // A dot in front of a line that CRLF ended was stuffed, others were not.
      String kept = end.startsWith("\r\n.") ? end.replace(".", "") : end;
      assertEquals("first" + kept + SECOND + "\r\n", body);
    }
  }

  @Test
  void aBareLineFeedEndsNoCommand() throws IOException {
    try (SmtpFixture smtp = SmtpFixture.open(directory);
        SmtpClient client = smtp.relay().hello()) {
      client.raw("NOOP\n").expect("500 5.5.2").say("NOOP", "250 ");
    }
  }

  @Test
  void whatACommandHidesBehindABareLineEndIsNoCommand() throws IOException {
    try (SmtpFixture smtp = SmtpFixture.open(directory);
        SmtpClient client = smtp.relay().hello()) {
      for (String end : new String[] {"\r", "\n", "\0", "\u2028", "\u0085"}) {
        client
            .raw("MAIL FROM:<a@other.test>" + end + "RCPT TO:<alice@example.test>\r\n")
            .expect("50");
        if (end.equals("\n")) {
          client.expect("503 5.5.1 MAIL first"); // a line of its own, after one that was refused
        }
        client.say("DATA", "503 5.5.1");
      }
      assertEquals(0, smtp.town.copies().size());
    }
  }

  @Test
  void aChunkEndsWhereItsSizeSays() throws IOException {
    String chunk = "Subject: x\r\n\r\nfirst\r\n.\r\n" + SECOND + "\r\n.\r\n";
    try (SmtpFixture smtp = SmtpFixture.open(directory);
        SmtpClient client = smtp.relay().hello()) {
      client
          .say("MAIL FROM:<a@other.test>", "250 ")
          .say("RCPT TO:<alice@example.test>", "250 ")
          .raw("BDAT " + chunk.length() + " LAST\r\n" + chunk + "NOOP\r\n")
          .expect("250 2.0.0 OK; taken")
          .expect("250 2.0.0 OK")
          .say("BDAT -1 LAST", "501 5.5.4")
          .expectEnd();
      assertEquals(1, smtp.town.copies().size());
      assertEquals(
          chunk, new String(smtp.town.copies().getFirst().body(), StandardCharsets.US_ASCII));
    }
  }

  @Test
  void whatStandsBehindStartTlsInTheClearIsThrownAway() throws IOException {
    try (SmtpFixture smtp = SmtpFixture.open(directory);
        SmtpClient client = smtp.submission().hello()) {
      String login = "AUTH PLAIN " + SmtpClient.base64("\0alice@example.test\0pass");
      client
          .raw("STARTTLS\r\nEHLO evil.test\r\n" + login + "\r\n" + SECOND + "\r\n.\r\n")
          .expect("220 ")
          .secure()
          .say("MAIL FROM:<alice@example.test>", "503 5.5.1 Say EHLO first")
          .say("EHLO client.test", "250 ")
          .say("MAIL FROM:<alice@example.test>", "530 5.7.0");
      assertEquals(0, smtp.town.copies().size());
    }
    try (SmtpFixture smtp = SmtpFixture.open(directory);
        SmtpClient client = smtp.relay().hello()) {
      client
          .say("MAIL FROM:<a@other.test>", "250 ")
          .say("RCPT TO:<alice@example.test>", "250 ")
          .say("STARTTLS", "503 5.5.1")
          .say("RSET", "250 ")
          .say("STARTTLS", "220 ")
          .secure()
          .say("RCPT TO:<alice@example.test>", "503 5.5.1")
          .say("DATA", "503 5.5.1");
    }
  }

  @Test
  void splitAtEveryOctetItIsTheSame() throws IOException {
    String script =
        "EHLO c.test\r\nMAIL FROM:<a@other.test>\r\nRCPT TO:<alice@example.test>\r\nDATA\r\n"
            + "..x\r\n.y\r\n\r\n.\r\nQUIT\r\n";
    try (SmtpFixture smtp = SmtpFixture.open(directory);
        SmtpClient client = smtp.relay()) {
      client.expect("220 ");
      for (byte octet : script.getBytes(StandardCharsets.US_ASCII)) {
        client.raw(new byte[] {octet});
      }
      client
          .expect("250 ")
          .expect("250 ")
          .expect("250 ")
          .expect("354 ")
          .expect("250 ")
          .expect("221 ")
          .expectEnd();
      assertEquals(
          ".x\r\ny\r\n\r\n",
          new String(smtp.town.copies().getFirst().body(), StandardCharsets.US_ASCII));
    }
  }
}
