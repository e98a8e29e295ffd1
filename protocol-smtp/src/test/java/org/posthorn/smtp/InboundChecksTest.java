package org.posthorn.smtp;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.config.PosthornConfig;
import org.posthorn.config.read.ConfigException;
import org.posthorn.config.read.ConfigReader;
import org.posthorn.storage.delivery.DeliveryAction;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.SpecialUse;

/// The checks of `[inbound]`, each at work on a real connection: lists, HELO, early talkers, rates,
/// harvesting (RFC 5321 §3.1, §4.1.4, §7.3), greylisting (RFC 6647 §2.4).
class InboundChecksTest {
  private static final Duration SOON = Duration.ofSeconds(10);

  @TempDir Path directory;

  static void deliver(SmtpClient client, String answer) throws IOException {
    client
        .say("MAIL FROM:<a@other.test>", "250 ")
        .say("RCPT TO:<alice@example.test>", "250 ")
        .say("DATA", "354 ")
        .raw("Subject: x\r\n\r\nbody\r\n.\r\n")
        .expect(answer);
  }

  @Test
  void anUnknownCheckIsAnErrorThatNamesTheNearest() {
    ConfigException mistake =
        assertThrows(
            ConfigException.class,
            () ->
                ConfigReader.overlay(
                    PosthornConfig.defaults(), "[inbound]\nchecks = [\"gray-list\"]\n"));
    assertTrue(String.valueOf(mistake.getMessage()).contains("did you mean \"greylist\"?"));
  }

  @Test
  void whatIsOnTheBlockListIsRefusedInItsPhase() throws IOException {
    Path block = directory.resolve("block.list");
    Files.writeString(
        block,
        """
        # unwanted
        helo .bad.test
        sender spam@other.test   # one address
        sender .worse.test
        recipient bob@example.test
        """);
    try (SmtpFixture smtp =
            SmtpFixture.forStrangers(directory, "[inbound.lists]\nblock = \"" + block + "\"\n");
        SmtpClient client = smtp.relay().expect("220 ")) {
      client
          .say("EHLO mx.bad.test", "554 5.7.1")
          .say("EHLO client.test", "250 ")
          .say("MAIL FROM:<Spam@Other.test>", "550 5.7.1")
          .say("MAIL FROM:<x@deep.worse.test>", "550 5.7.1")
          .say("MAIL FROM:<ham@other.test>", "250 ")
          .say("RCPT TO:<bob@example.test>", "550 5.7.1")
          .say("RCPT TO:<alice@example.test>", "250 ");
    }
  }

  @Test
  void aListIsReadAgainAndOneWithMistakesIsNot() throws IOException {
    Path block = directory.resolve("block.list");
    Files.writeString(block, "network 127.0.0.0/8\n");
    String toml = "[inbound.lists]\nblock = \"" + block + "\"\nreload-interval = \"100ms\"\n";
    try (SmtpFixture smtp = SmtpFixture.forStrangers(directory, toml)) {
      try (SmtpClient client = smtp.relay()) {
        client.expect("554 5.7.1").expectEnd();
      }
      Files.writeString(block, "network 127.0.0.0/33\nsender x@other.test\n");
      Path allow = directory.resolve("later.list");
      Files.writeString(allow, "sender x@other.test\n");
      try (SmtpClient client = smtp.relay()) {
        client.expect("554 5.7.1").expectEnd();
      }
      Files.writeString(block, "sender x@other.test\n");
      await().atMost(SOON).until(() -> greeted(smtp));
    }
  }

  private static boolean greeted(SmtpFixture smtp) throws IOException {
    try (SmtpClient client = smtp.relay()) {
      return client.reply().startsWith("220 ");
    }
  }

  @Test
  void theAllowListSparesWhatItNames() throws IOException {
    Path allow = directory.resolve("allow.list");
    Files.writeString(allow, "sender friend@other.test\n");
    Path block = directory.resolve("block.list");
    Files.writeString(block, "sender other.test\n");
    String toml = "[inbound.lists]\nallow = \"" + allow + "\"\nblock = \"" + block + "\"\n";
    try (SmtpFixture smtp = SmtpFixture.forStrangers(directory, toml);
        SmtpClient client = smtp.relay().hello()) {
      client
          .say("MAIL FROM:<friend@other.test>", "250 ")
          .say("RSET", "250 ")
          .say("MAIL FROM:<foe@other.test>", "550 5.7.1");
    }
  }

  @Test
  void tagsAndQuarantineReachTheMessage() throws IOException {
    try (SmtpFixture smtp =
            SmtpFixture.forStrangers(
                directory,
                "[inbound.helo]\nno-domain = \"tag\"\nwrong-address = \"quarantine\"\n");
        SmtpClient client = smtp.relay().expect("220 ")) {
      client.say("EHLO localhost", "250 ");
      deliver(client, "250 ");
      assertTrue(
          smtp.town.copies().getFirst().prefix().contains("X-Posthorn-Check: helo; no domain"));
      client.say("EHLO [192.0.2.7]", "250 ");
      deliver(client, "250 ");
      assertEquals(
          List.of(new DeliveryAction.FileIntoUse(SpecialUse.JUNK, Flags.NONE)),
          smtp.town.copies().getLast().actions());
    }
  }

  @Test
  void whoTalksBeforeTheGreetingIsRefused() throws IOException {
    try (SmtpFixture smtp =
        SmtpFixture.forStrangers(directory, "[inbound.early-talker]\nwait = \"10s\"\n")) {
      try (SmtpClient client = smtp.relay()) {
        client.raw("EHLO hasty.test\r\n").expect("554 5.5.1").expectEnd();
      }
    }
  }

  @Test
  void aHarvesterIsSentAwayAndLetInAgainLater() throws IOException {
    try (SmtpFixture smtp =
        SmtpFixture.forStrangers(
            directory, "[inbound.harvest]\nunknown-recipients = 2\nwindow = \"1h\"\n")) {
      try (SmtpClient client = smtp.relay().hello()) {
        client
            .say("MAIL FROM:<>", "250 ")
            .say("RCPT TO:<a1@example.test>", "550 5.1.1")
            .say("RCPT TO:<a2@example.test>", "550 5.1.1")
            .say("RCPT TO:<a3@example.test>", "421 4.7.1")
            .expectEnd();
      }
      try (SmtpClient client = smtp.relay()) {
        client.expect("421 4.7.1").expectEnd();
      }
      smtp.clock.advance(Duration.ofMinutes(31));
      try (SmtpClient client = smtp.relay()) {
        client.hello();
      }
    }
  }

  @Test
  void whatIsTooFastIsDeferred() throws IOException {
    try (SmtpFixture smtp =
            SmtpFixture.forStrangers(
                directory,
                "[inbound.rates]\nmessages-per-sender = 2\nrecipients-per-address = 3\n");
        SmtpClient client = smtp.relay().hello()) {
      deliver(client, "250 ");
      deliver(client, "250 ");
      client.say("MAIL FROM:<A@other.test>", "450 4.7.1").say("MAIL FROM:<b@other.test>", "250 ");
      client.say("RCPT TO:<alice@example.test>", "250 ");
      client.say("RCPT TO:<alice@example.test>", "452 4.7.1");
      smtp.clock.advance(Duration.ofHours(1));
      client.say("RSET", "250 ");
      deliver(client, "250 ");
    }
  }

  @Test
  void anAccountSubmitsOnlySoMuch() throws IOException {
    try (SmtpFixture smtp =
            SmtpFixture.forStrangers(directory, "[inbound.rates]\nmessages-per-account = 1\n");
        SmtpClient client = smtp.submission().hello().login("alice@example.test")) {
      client
          .say("MAIL FROM:<alice@example.test>", "250 ")
          .say("RSET", "250 ")
          .say("MAIL FROM:<alice@example.test>", "450 4.7.1");
    }
  }

  @Test
  void anAccountSubmitsToSoManyRecipientsADay() throws IOException {
    try (SmtpFixture smtp =
            SmtpFixture.forStrangers(directory, "[inbound.rates]\nrecipients-per-account = 4\n");
        SmtpClient client = smtp.submission().hello().login("alice@example.test")) {
      submit(client, "alice@example.test", "bob@example.test", "team@example.test");
      client
          .say("MAIL FROM:<alice@example.test>", "250 ")
          .say("RCPT TO:<bob@example.test>", "250 ")
          .say("RCPT TO:<alice@example.test>", "452 4.7.1 Too many recipients in a day")
          .say("RSET", "250 ");
      // Looking costs nothing: only what was sent counts, and it counts in the store.
      assertFalse(smtp.storage.mail().state().get("account-recipients", "1").isEmpty());
      submit(client, "bob@example.test");
      client
          .say("MAIL FROM:<alice@example.test>", "250 ")
          .say("RCPT TO:<bob@example.test>", "452 4.7.1 ")
          .say("RSET", "250 ");
      smtp.clock.advance(Duration.ofHours(7));
      submit(client, "bob@example.test");
      client
          .say("MAIL FROM:<alice@example.test>", "250 ")
          .say("RCPT TO:<bob@example.test>", "452 4.7.1 ");
    }
  }

  private static void submit(SmtpClient client, String... recipients) throws IOException {
    client.say("MAIL FROM:<alice@example.test>", "250 ");
    for (String recipient : recipients) {
      client.say("RCPT TO:<" + recipient + ">", "250 ");
    }
    client.say("DATA", "354 ").raw("\r\nbody\r\n.\r\n").expect("250 ");
  }

  @Test
  void anUnknownSenderIsGreylistedUntilItComesAgain() throws IOException {
    try (SmtpFixture smtp =
            SmtpFixture.forStrangers(
                directory,
                "checks = [\"greylist\"]\n[inbound.greylist]\ndelay = \"5m\"\nallow-after = 2\n");
        SmtpClient client = smtp.relay().hello()) {
      client.say("MAIL FROM:<a@other.test>", "250 ");
      client.say("RCPT TO:<alice@example.test>", "451 4.7.1");
      smtp.clock.advance(Duration.ofMinutes(4));
      client.say("RCPT TO:<alice@example.test>", "451 4.7.1");
      smtp.clock.advance(Duration.ofMinutes(1));
      client.say("RCPT TO:<alice@example.test>", "250 ");
      client.say("RCPT TO:<alice@example.test>", "250 ");
      client.say("RCPT TO:<carol@example.test>", "4").say("RSET", "250 ");
      // A sender that comes again too late is unknown again.
      client.say("MAIL FROM:<b@other.test>", "250 ");
      client.say("RCPT TO:<bob@example.test>", "451 4.7.1");
      smtp.clock.advance(Duration.ofDays(3));
      client.say("RCPT TO:<bob@example.test>", "451 4.7.1");
      smtp.clock.advance(Duration.ofMinutes(6));
      client.say("RCPT TO:<bob@example.test>", "250 ").say("RSET", "250 ");
      // Two messages have passed: now the whole network is known.
      client.say("MAIL FROM:<c@other.test>", "250 ");
      client.say("RCPT TO:<bob@example.test>", "250 ");
      assertFalse(smtp.storage.mail().state().get("greylist-net", "127.0.0.0/24").isEmpty());
    }
  }
}
