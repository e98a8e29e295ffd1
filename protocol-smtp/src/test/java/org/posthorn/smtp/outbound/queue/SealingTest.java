package org.posthorn.smtp.outbound.queue;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.posthorn.auth.MessageVerifier;
import org.posthorn.auth.arc.ArcOutcome;
import org.posthorn.auth.dkim.DomainSigner;
import org.posthorn.auth.dkim.KeyFile;
import org.posthorn.auth.dkim.KeyType;
import org.posthorn.auth.dkim.SigningKey;
import org.posthorn.auth.dkim.SigningOptions;
import org.posthorn.auth.dkim.VerifierLimits;
import org.posthorn.auth.dns.FixedDns;
import org.posthorn.config.QueueConfig;
import org.posthorn.smtp.command.MailParameters;
import org.posthorn.smtp.command.RcptParameters;
import org.posthorn.smtp.transaction.Departure;
import org.posthorn.smtp.transaction.Destination;
import org.posthorn.smtp.transaction.Envelope;
import org.posthorn.smtp.wire.PathText;
import org.posthorn.storage.MovableClock;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.queue.NewEntry;

/// What is sent on is sealed (RFC 8617 §5.1), and nothing else is.
class SealingTest {
  private static final String MESSAGE =
      "From: Eve <eve@example.org>\r\nTo: list@example.test\r\nSubject: x\r\n\r\nHello\r\n";
  private static final SigningKey KEY =
      SigningKey.of("example.test", "e1", KeyFile.generate(KeyType.ED25519));

  private final MovableClock clock = new MovableClock();
  private final FixedDns dns = new FixedDns().with(KEY.recordName(), KEY.record());
  private final MessageVerifier verifier = new MessageVerifier(dns, VerifierLimits.DEFAULT, clock);

  private QueueFixture open() {
    DomainSigner keys = DomainSigner.of(List.of(KEY), SigningOptions.DEFAULT, clock);
    return QueueFixture.open(
        QueueConfig.defaults(), clock, Sealing.of(keys, verifier, "mx.example.test", clock));
  }

  /// What a message for an address here that leads to bob elsewhere is queued as.
  private NewEntry sentOn(
      QueueFixture fixture, SpooledBody body, String here, boolean submitted, String prefix) {
    Envelope.Recipient recipient =
        new Envelope.Recipient(
            PathText.forwardPath(here).orElseThrow(),
            RcptParameters.NONE,
            new Destination.Deliverable(
                MailAddress.parse(here).orElseThrow(),
                List.of(),
                List.of(MailAddress.parse("bob@example.net").orElseThrow())));
    Departure departure =
        new Departure(
            "m1",
            submitted,
            new Envelope(
                PathText.reversePath("eve@example.org").orElseThrow(),
                MailParameters.NONE,
                List.of(recipient)),
            prefix.getBytes(StandardCharsets.UTF_8),
            body.content(),
            clock.instant(),
            true);
    return fixture.outbound.onward(departure).elsewhere().getFirst();
  }

  private ArcOutcome chain(NewEntry entry) throws IOException {
    String message = new String(entry.prefix(), StandardCharsets.UTF_8) + MESSAGE;
    return verifier
        .verify(new ByteArrayInputStream(message.getBytes(StandardCharsets.UTF_8)))
        .chain();
  }

  @Test
  void theChainGrowsWithEachHost() throws IOException {
    try (QueueFixture fixture = open();
        SpooledBody body = fixture.store.body(MESSAGE)) {
      String results =
          "Authentication-Results: mx.example.test;\r\n\tspf=pass smtp.mailfrom=eve@example.org\r\n";
      NewEntry first =
          sentOn(fixture, body, "list@example.test", false, results + "Received: by us\r\n");
      String prefix = new String(first.prefix(), StandardCharsets.UTF_8);
      assertTrue(chain(first).passed(), () -> prefix + MESSAGE);
      assertEquals(List.of("example.test"), chain(first).sealers());
      assertTrue(prefix.endsWith(results + "Received: by us\r\n"), prefix);
      assertTrue(
          prefix.contains(
              "ARC-Authentication-Results: i=1; mx.example.test;\r\n"
                  + "\tspf=pass smtp.mailfrom=eve@example.org;\r\n\tarc=none\r\n"),
          prefix);

      NewEntry second = sentOn(fixture, body, "list@sub.example.test", false, prefix);
      assertEquals(2, chain(second).highest());
      assertTrue(chain(second).passed());
    }
  }

  @Test
  void whatWasSubmittedIsNot() {
    try (QueueFixture fixture = open();
        SpooledBody body = fixture.store.body(MESSAGE)) {
      NewEntry entry = sentOn(fixture, body, "list@example.test", true, "Received: by us\r\n");
      assertArrayEquals("Received: by us\r\n".getBytes(StandardCharsets.UTF_8), entry.prefix());
    }
  }

  @Test
  void aDomainWithoutKeySealsWithTheHostsOrNotAtAll() throws IOException {
    try (QueueFixture fixture = open();
        SpooledBody body = fixture.store.body(MESSAGE)) {
      NewEntry hosts = sentOn(fixture, body, "list@example.com", false, "Received: by us\r\n");
      assertEquals(List.of("example.test"), chain(hosts).sealers());
    }
    try (QueueFixture fixture = QueueFixture.open();
        SpooledBody body = fixture.store.body(MESSAGE)) {
      NewEntry plain = sentOn(fixture, body, "list@example.com", false, "Received: by us\r\n");
      assertArrayEquals("Received: by us\r\n".getBytes(StandardCharsets.UTF_8), plain.prefix());
    }
  }
}
