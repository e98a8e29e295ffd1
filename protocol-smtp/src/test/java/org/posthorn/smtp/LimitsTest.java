package org.posthorn.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.config.PosthornConfig;
import org.posthorn.config.SmtpLimits;

/// What a client may do to the server: much, but not for free. Pipelining: RFC 2920.
class LimitsTest {
  @TempDir Path directory;

  @Test
  void tenThousandPipelinedCommands() throws IOException {
    int rounds = 2500;
    String round = "RSET\r\nMAIL FROM:<a@other.test>\r\nRCPT TO:<alice@example.test>\r\nNOOP\r\n";
    try (SmtpFixture smtp = SmtpFixture.open(directory);
        SmtpClient client = smtp.relay().hello()) {
      CompletableFuture<Void> sent =
          CompletableFuture.runAsync(
              () -> {
                try {
                  client.raw(round.repeat(rounds));
                } catch (IOException e) {
                  throw new java.io.UncheckedIOException(e);
                }
              });
      for (int i = 0; i < rounds; i++) {
        client.expect("250 2.0.0").expect("250 2.1.0").expect("250 2.1.5").expect("250 2.0.0");
      }
      sent.join();
      client.say("QUIT", "221 ");
    }
  }

  @Test
  void wholeTransactionsInOneWrite() throws IOException {
    String transaction =
        "MAIL FROM:<a@other.test>\r\nRCPT TO:<alice@example.test>\r\nDATA\r\nx\r\n.\r\n";
    try (SmtpFixture smtp = SmtpFixture.open(directory);
        SmtpClient client = smtp.relay()) {
      client.expect("220 ").raw("EHLO c.test\r\n" + transaction.repeat(50) + "QUIT\r\n");
      client.expect("250 ");
      for (int i = 0; i < 50; i++) {
        client.expect("250 ").expect("250 ").expect("354 ").expect("250 ");
      }
      client.expect("221 ").expectEnd();
      assertEquals(50, smtp.town.copies().size());
    }
  }

  @Test
  void linesHaveAnEnd() throws IOException {
    try (SmtpFixture smtp = SmtpFixture.open(directory);
        SmtpClient client = smtp.relay().hello()) {
      client
          .raw("NOOP " + "x".repeat(100_000) + "\r\n")
          .expect("500 5.5.2 Line too long")
          .say("NOOP", "250 ");
    }
  }

  @Test
  void tooManyErrorsEndTheSession() throws IOException {
    try (SmtpFixture smtp = SmtpFixture.open(directory);
        SmtpClient client = smtp.relay().expect("220 ")) {
      for (int i = 0; i < 20; i++) {
        client.say("FOO", "500 ");
      }
      client.say("FOO", "500 ").expect("421 4.7.0").expectEnd();
    }
  }

  @Test
  void harvestingAddressesEndsTheSession() throws IOException {
    try (SmtpFixture smtp = SmtpFixture.open(directory);
        SmtpClient client = smtp.relay().hello()) {
      client.say("MAIL FROM:<a@other.test>", "250 ");
      for (int i = 0; i < 104; i++) {
        client.say("RCPT TO:<user" + i + "@example.test>", "550 5.1.1");
      }
      client.say("RCPT TO:<last@example.test>", "550 ").expect("421 4.7.0").expectEnd();
    }
  }

  @Test
  void longLinesInMessagesAreTakenEndlessOnesNot() throws IOException {
    int limit = 1 << 20;
    try (SmtpFixture smtp =
            SmtpFixture.open(
                directory,
                c ->
                    withSmtp(
                        c,
                        c.limits()
                            .smtp()
                            .withMaxMessageSize(
                                org.posthorn.config.value.ByteSize.ofMegabytes(4))));
        SmtpClient client = smtp.relay().hello()) {
      for (int length : List.of(limit - 1, limit)) {
        client
            .say("MAIL FROM:<a@other.test>", "250 ")
            .say("RCPT TO:<alice@example.test>", "250 ")
            .say("DATA", "354 ")
            .raw("x".repeat(length) + "\r\n.\r\n")
            .expect(length < limit ? "250 " : "554 5.6.0");
      }
      assertEquals(1, smtp.town.copies().size());
    }
  }

  @Test
  void whoIsSilentInAMessageIsCutOff() throws IOException {
    try (SmtpFixture smtp = SmtpFixture.open(directory, LimitsTest::impatient);
        SmtpClient client = smtp.relay().hello()) {
      client
          .say("MAIL FROM:<a@other.test>", "250 ")
          .say("RCPT TO:<alice@example.test>", "250 ")
          .say("DATA", "354 ")
          .raw("Subject: and then\r\n")
          .expect("421 4.4.2")
          .expectEnd();
      assertTrue(smtp.town.copies().isEmpty());
    }
  }

  @Test
  void whoIsIdleIsSentAway() throws IOException {
    try (SmtpFixture smtp = SmtpFixture.open(directory, LimitsTest::impatient);
        SmtpClient client = smtp.relay().hello()) {
      client.expect("421 4.4.2").expectEnd();
    }
  }

  @Test
  void aDisconnectInTheMiddleStoresNothing() throws IOException {
    try (SmtpFixture smtp = SmtpFixture.open(directory)) {
      try (SmtpClient client = smtp.relay().hello()) {
        client
            .say("MAIL FROM:<a@other.test>", "250 ")
            .say("RCPT TO:<alice@example.test>", "250 ")
            .raw("BDAT 3\r\nabc")
            .expect("250 ")
            .raw("BDAT 10 LAST\r\nabc");
      }
      smtp.drain();
      assertTrue(smtp.town.copies().isEmpty());
    }
  }

  @Test
  void drainingSaysGoodbye() throws IOException {
    try (SmtpFixture smtp = SmtpFixture.open(directory);
        SmtpClient client = smtp.relay().hello()) {
      smtp.drain();
      client.expect("421 4.3.2").expectEnd();
    }
  }

  private static PosthornConfig impatient(PosthornConfig config) {
    SmtpLimits limits = config.limits().smtp();
    var connection =
        limits
            .connection()
            .withIdleTimeout(Duration.ofMillis(700))
            .withDataTimeout(Duration.ofMillis(700));
    return withSmtp(config, limits.withConnection(connection));
  }

  private static PosthornConfig withSmtp(PosthornConfig config, SmtpLimits limits) {
    return config.withLimits(config.limits().withSmtp(limits));
  }
}
