package org.posthorn.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.storage.queue.NewEntry;

/// No disguise makes the server an open relay (RFC 5321 §7.9).
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RelayTest {
  @TempDir Path directory;
  private SmtpFixture smtp;

  @BeforeAll
  void open(@TempDir Path shared) throws IOException {
    // Everything could leave, and loopback is a trusted network: only the rule is in the way.
    smtp = SmtpFixture.open(shared, new OpenRoad(), UnaryOperator.identity());
  }

  @AfterAll
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
    assertNothingTaken();
  }

  private void assertNothingTaken() {
    assertEquals(0, smtp.town.copies().size());
    assertEquals(0, smtp.town.queued().size());
  }

  @Test
  void whatAStrangerClaimsIsNoLogin() throws IOException {
    for (String name : new String[] {"mx.example.test", "[127.0.0.1]", "localhost"}) {
      try (SmtpClient client = smtp.relay().expect("220 ").say("EHLO " + name, "250 ")) {
        client
            .say("AUTH PLAIN " + SmtpClient.base64("\0alice@example.test\0pass"), "502 5.5.1")
            .say("XCLIENT ADDR=127.0.0.1 LOGIN=alice@example.test", "500 ")
            .say("XFORWARD ADDR=127.0.0.1", "500 ")
            .say("PROXY TCP4 127.0.0.1 127.0.0.1 1 25", "500 ")
            .say("TURN", "500 ")
            .say("ETRN other.test", "500 ")
            .say("SEND FROM:<alice@example.test>", "500 ")
            .say("MAIL FROM:<alice@example.test> AUTH=alice@example.test", "250 ")
            .say("RCPT TO:<user@other.test>", "550 5.7.1 Relaying denied")
            .say("RCPT TO:<alice@example.test> ORCPT=rfc822;user@other.test", "250 ")
            .say("RSET", "250 ");
      }
    }
    assertNothingTaken();
  }

  @Test
  void withoutALoginSubmissionIsNoWayOut() throws IOException {
    String wrong = SmtpClient.base64("\0alice@example.test\0wrong");
    try (SmtpClient client = smtp.submission().hello()) {
      client
          .say("MAIL FROM:<alice@example.test>", "530 5.7.0")
          .say("RCPT TO:<user@other.test>", "503 5.5.1")
          .say("AUTH PLAIN " + wrong, "535 5.7.8")
          .say("MAIL FROM:<>", "530 5.7.0")
          .say("MAIL FROM:<alice@example.test> AUTH=alice@example.test", "530 5.7.0");
    }
    assertNothingTaken();
  }

  @Test
  void aLoginDoesNotOutliveTheSecurityItWasMadeUnder() throws IOException {
    try (SmtpClient client = smtp.submission().hello().login("alice@example.test")) {
      client
          .say("STARTTLS", "220 ")
          .secure()
          .say("EHLO client.test", "250 ")
          .say("MAIL FROM:<alice@example.test>", "530 5.7.0");
    }
  }

  @Test
  void anAliasLeadsElsewhereAndNothingBesideIt() throws IOException {
    try (SmtpFixture other =
            SmtpFixture.open(directory.resolve("alias"), new OpenRoad(), UnaryOperator.identity());
        SmtpClient client = other.relay().hello()) {
      client
          .say("MAIL FROM:<a@other.test>", "250 ")
          .say("RCPT TO:<away@example.test>", "250 ")
          .say("RCPT TO:<x@other.test>", "550 5.7.1")
          .say("DATA", "354 ")
          .raw("To: user@other.test\r\nBcc: user@other.test\r\n\r\nhi\r\n.\r\n")
          .expect("250 ");
      assertEquals(
          List.of("x@other.test"), other.town.queued().stream().map(NewEntry::recipient).toList());
    }
  }

  @Test
  void withoutAWayOutUsersSendNothingElsewhere() throws IOException {
    try (SmtpFixture closed = SmtpFixture.open(directory.resolve("closed"));
        SmtpClient client = closed.submission().hello().login("alice@example.test")) {
      client
          .say("MAIL FROM:<alice@example.test>", "250 ")
          .say("RCPT TO:<user@other.test>", "550 5.7.1 This server does not send")
          .say("RCPT TO:<user@[192.0.2.1]>", "550 5.7.1")
          .say("RCPT TO:<bob@example.test>", "250 ");
    }
  }
}
