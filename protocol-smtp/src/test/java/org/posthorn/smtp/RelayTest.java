package org.posthorn.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// No disguise makes the server an open relay (RFC 5321 §7.9).
class RelayTest {
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
  @ValueSource(
      strings = {
        "<user@other.test>",
        "<user@sub.example.test>",
        "<user%other.test@example.test>",
        "<user%other.test>",
        "<\"user@other.test\"@example.test>",
        "<\"user@other.test\">",
        "<user@other.test@example.test>",
        "<user%other.test@[127.0.0.1]>",
        "<user@other.test%example.test@example.test>",
        "<@example.test:user@other.test>",
        "<@[127.0.0.1]:user@other.test>",
        "<@example.test,@x.test:user@other.test>",
        "<other.test!user@example.test>",
        "<other.test!user>",
        "<\"other.test!user\"@example.test>",
        "<user@[192.0.2.1]>",
        "<user@[IPv6:2001:db8::1]>",
        "<user@other.test.>",
        "<alice@example.test.>",
        "<user@>",
        "<>",
        "<user@example.test@other.test>",
        "<user@other.test:25@example.test>",
        "user@other.test",
        "\"user@other.test\"",
        "<user@other.test> alice@example.test",
        "<alice@example.test>,<user@other.test>",
        "<alice@example.test\0@other.test>",
        "<user@other.test\\@example.test>",
        "<+user@other.test>",
        "<alice+user%other.test@other.test>",
      })
  void noDisguiseIsRelayed(String path) throws IOException {
    try (SmtpClient client = smtp.relay().hello()) {
      for (String sender : new String[] {"<>", "<a@other.test>", "<alice@example.test>"}) {
        client.say("MAIL FROM:" + sender, "250 ").say("RCPT TO:" + path, "5");
        client.say("DATA", "503 5.5.1").say("RSET", "250 ");
      }
    }
    assertEquals(0, smtp.town.copies().size());
  }

  @Test
  void submissionSendsNothingElsewhereYet() throws IOException {
    try (SmtpClient client = smtp.submission().hello().login("alice@example.test")) {
      client
          .say("MAIL FROM:<alice@example.test>", "250 ")
          .say("RCPT TO:<user@other.test>", "550 5.7.1 This server does not send")
          .say("RCPT TO:<user@[192.0.2.1]>", "550 5.7.1")
          .say("RCPT TO:<bob@example.test>", "250 ");
    }
  }
}
