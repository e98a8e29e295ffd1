package org.posthorn.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.config.read.ConfigReader;
import org.posthorn.storage.model.StorageError;

/// Mail from a server in front (RFC 2033), where the store says no to some or to all.
class LmtpTest {
  private static final long ALICE = 1;
  private static final long BOB = 2;

  @TempDir Path directory;

  private static SmtpClient ready(SmtpFixture smtp) throws IOException {
    return smtp.lmtp()
        .expect("220 mx.example.test LMTP ")
        .say("LHLO front.test", "250 ")
        .say("MAIL FROM:<a@other.test>", "250 ")
        .say("RCPT TO:<alice@example.test>", "250 ")
        .say("RCPT TO:<bob@example.test>", "250 ");
  }

  @Test
  void eachRecipientHasItsOwnAnswer() throws IOException {
    try (SmtpFixture smtp = SmtpFixture.open(directory);
        SmtpClient client = ready(smtp)) {
      smtp.town.refuse(BOB, new StorageError.Busy("later"));
      client
          .say("DATA", "354 ")
          .raw("Subject: x\r\n\r\nbody\r\n.\r\n")
          .expect("250 2.0.0")
          .expect("451 4.3.0")
          .say("NOOP", "250 2.0.0 OK");
      assertEquals(1, smtp.town.copies().size());
      Town.Copy copy = smtp.town.copies().getFirst();
      assertEquals(ALICE, copy.account().value());
      assertTrue(copy.prefix().contains(" with LMTP id "), copy.prefix());
    }
  }

  @Test
  void whatIsTooLargeIsRefusedForEach() throws IOException {
    byte[] tooMuch = new byte[(int) SmtpFixture.MAX_SIZE + 1];
    try (SmtpFixture smtp = SmtpFixture.open(directory);
        SmtpClient client = ready(smtp)) {
      client
          .say("DATA", "354 ")
          .raw(tooMuch)
          .raw("\r\n.\r\n")
          .expect("552 5.3.4")
          .expect("552 5.3.4")
          .say("NOOP", "250 2.0.0 OK");
    }
    try (SmtpFixture smtp = SmtpFixture.open(directory);
        SmtpClient client = ready(smtp)) {
      client
          .raw("BDAT " + tooMuch.length + " LAST\r\n")
          .raw(tooMuch)
          .expect("552 5.3.4")
          .expect("552 5.3.4")
          .say("NOOP", "250 2.0.0 OK");
    }
    try (SmtpFixture smtp = SmtpFixture.open(directory);
        SmtpClient client = ready(smtp)) {
      client
          .raw("BDAT " + tooMuch.length + "\r\n")
          .raw(tooMuch)
          .expect("552 5.3.4")
          .say("NOOP", "250 2.0.0 OK");
    }
  }

  @Test
  void whatIsMalformedIsRefusedForEach() throws IOException {
    try (SmtpFixture smtp = SmtpFixture.open(directory);
        SmtpClient client = ready(smtp)) {
      client
          .say("DATA", "354 ")
          .raw("a\rb\r\n.\r\n")
          .expect("554 5.6.0")
          .expect("554 5.6.0")
          .say("NOOP", "250 2.0.0 OK");
      assertTrue(smtp.town.copies().isEmpty());
    }
  }

  @Test
  void onlyTheNetworksOfServersInFront() throws IOException {
    try (SmtpFixture smtp =
            SmtpFixture.open(
                directory,
                config ->
                    ConfigReader.overlay(config, "[smtp]\nlmtp-networks = [\"192.0.2.0/24\"]\n"));
        SmtpClient client = smtp.lmtp()) {
      client.expect("554 5.7.1 This service is not for your address").expectEnd();
    }
  }
}
