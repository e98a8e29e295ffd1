package org.posthorn.server.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.auth.MessageVerifier;
import org.posthorn.auth.arc.ArcOutcome;
import org.posthorn.auth.arc.ArcSealer;
import org.posthorn.auth.arc.ArcStatus;
import org.posthorn.auth.dkim.DkimResult;
import org.posthorn.auth.dkim.DomainSigner;
import org.posthorn.auth.dkim.KeyFile;
import org.posthorn.auth.dkim.KeyType;
import org.posthorn.auth.dkim.SigningKey;
import org.posthorn.auth.dkim.SigningOptions;
import org.posthorn.auth.dkim.VerifierLimits;
import org.posthorn.auth.dns.ZoneServer;

/// Mail of strangers for an alias that leads to another server goes there with an ARC seal
/// (RFC 8617 §5.1) and a sender address of ours, to which bounces find their way back.
class SealedForwardingTest {
  private static final String SENDER = "alice@sender.test";
  private static final String ALIAS = "friends@example.test";
  private static final String ELSEWHERE = "bob@elsewhere.test";
  private static final SigningKey AUTHORS = key("sender.test");
  private static final SigningKey LISTS = key("list.test");
  private static final SigningKey OURS = key("example.test");

  @TempDir Path directory;

  private static SigningKey key(String domain) {
    return SigningKey.of(domain, "k1", KeyFile.generate(KeyType.RSA));
  }

  private static String zone() {
    StringBuilder zone =
        new StringBuilder(
            """
            sender.test        IN TXT "v=spf1 ip4:127.0.0.1 -all"
            _dmarc.sender.test IN TXT "v=DMARC1; p=reject"
            sender.test        IN MX 10 mx.sink.test
            elsewhere.test     IN MX 10 mx.sink.test
            mx.sink.test       IN A 127.0.0.1
            """);
    for (SigningKey key : List.of(AUTHORS, LISTS, OURS)) {
      zone.append(ZoneServer.text(key.recordName(), key.record()));
    }
    return zone.toString();
  }

  @Test
  void theChainGoesOnAsItCame() throws Exception {
    try (ZoneServer zone = ZoneServer.of(zone());
        Sink sink = new Sink()) {
      KeyFile.write(directory.resolve("ours.pem"), OURS.key());
      try (ServedDaemon daemon = ServedDaemon.prepare(directory, sections(zone, sink))) {
        daemon.run("domain", "add", "example.test").exits(0);
        daemon.run("alias", "add", ALIAS, ELSEWHERE).exits(0);
        daemon.start();
        MessageVerifier verifier =
            new MessageVerifier(zone.dns(), VerifierLimits.DEFAULT, InstantSource.system());
        begun(daemon, sink, verifier);
        continued(daemon, sink, verifier);
        broken(daemon, sink, verifier);
      }
    }
  }

  /// A message without a chain.
  private static void begun(ServedDaemon daemon, Sink sink, MessageVerifier verifier)
      throws IOException {
    Sink.Mail mail = sentOn(daemon, sink, "first", signed("first"));
    MessageVerifier.Verified verified = verify(verifier, mail.message());
    assertTrue(verified.signatures().stream().allMatch(DkimResult::passed), mail::message);
    assertPasses(List.of("example.test"), verified.chain(), mail);
    assertTrue(sealOf(mail, 1).contains("cv=none"), mail::message);
    String results = field(mail, "ARC-Authentication-Results: i=1;");
    for (String found : List.of("spf=pass", "dkim=pass", "dmarc=pass", "arc=none")) {
      assertTrue(results.contains(found), results);
    }
    assertBounceReturns(daemon, sink, mail.sender());
  }

  /// One that a mailing list has sealed before us.
  private static void continued(ServedDaemon daemon, Sink sink, MessageVerifier verifier)
      throws IOException {
    Sink.Mail mail = sentOn(daemon, sink, "second", sealed(verifier, signed("second")));
    assertPasses(
        List.of("list.test", "example.test"), verify(verifier, mail.message()).chain(), mail);
    assertTrue(sealOf(mail, 2).contains("cv=pass"), mail::message);
    assertTrue(field(mail, "ARC-Authentication-Results: i=2;").contains("arc=pass"));
  }

  /// One whose seal no longer fits.
  private static void broken(ServedDaemon daemon, Sink sink, MessageVerifier verifier)
      throws IOException {
    String changed = sealed(verifier, signed("third")).replace("Hello", "Hullo");
    Sink.Mail mail = sentOn(daemon, sink, "third", changed);
    ArcOutcome outcome = verify(verifier, mail.message()).chain();
    assertEquals(ArcStatus.FAIL, outcome.status(), mail::message);
    assertEquals(2, outcome.highest());
    assertTrue(sealOf(mail, 2).contains("cv=fail"), mail::message);
  }

  private static Sink.Mail sentOn(ServedDaemon daemon, Sink sink, String subject, String message)
      throws IOException {
    try (Wire.Smtp smtp = new Wire.Smtp(daemon.smtp())) {
      String answer = smtp.deliver(SENDER, ALIAS, message);
      assertTrue(answer.startsWith("250"), answer);
    }
    Sink.Mail mail = sink.await("Subject: " + subject + "\r\n");
    assertEquals(ELSEWHERE, mail.recipient());
    assertTrue(mail.sender().matches("SRS0=.*=sender\\.test=alice@example\\.test"), mail.sender());
    assertFalse(mail.message().isEmpty());
    return mail;
  }

  private static void assertPasses(List<String> sealers, ArcOutcome chain, Sink.Mail mail) {
    assertTrue(chain.passed(), () -> chain + "\n" + mail.message());
    assertEquals(sealers, chain.sealers());
  }

  private static void assertBounceReturns(ServedDaemon daemon, Sink sink, String reversePath)
      throws IOException {
    try (Wire.Smtp smtp = new Wire.Smtp(daemon.smtp())) {
      String bounce = "From: mailer@elsewhere.test\r\nSubject: bounced\r\n\r\nSorry\r\n";
      String answer = smtp.deliver("", reversePath, bounce);
      assertTrue(answer.startsWith("250"), answer);
    }
    Sink.Mail back = sink.await("Subject: bounced\r\n");
    assertEquals(SENDER, back.recipient());
    assertEquals("", back.sender());
  }

  private static String signed(String subject) throws IOException {
    String message =
        "From: Alice <%s>\r\nTo: %s\r\nSubject: %s\r\n\r\nHello\r\n"
            .formatted(SENDER, ALIAS, subject);
    DomainSigner signer =
        DomainSigner.of(List.of(AUTHORS), SigningOptions.DEFAULT, InstantSource.system());
    byte[] field = signer.sign("sender.test", new byte[0], octets(message));
    return new String(field, ISO_8859_1) + message;
  }

  private static String sealed(MessageVerifier verifier, String message) {
    MessageVerifier.Pass pass = verifier.start(Set.of(ArcSealer.BODY));
    pass.hasher().write(message.getBytes(ISO_8859_1));
    MessageVerifier.Verified verified = pass.finish();
    return new ArcSealer(LISTS, SigningOptions.DEFAULT)
            .seal(
                verified.message(),
                verified.chain(),
                "list.test; dkim=pass header.d=sender.test",
                InstantSource.system().instant())
        + message;
  }

  private static MessageVerifier.Verified verify(MessageVerifier verifier, String message)
      throws IOException {
    return verifier.verify(octets(message));
  }

  private static ByteArrayInputStream octets(String message) {
    return new ByteArrayInputStream(message.getBytes(ISO_8859_1));
  }

  private static String sealOf(Sink.Mail mail, int instance) {
    return field(mail, "ARC-Seal: i=" + instance + ";");
  }

  /// The field that begins so, unfolded.
  private static String field(Sink.Mail mail, String start) {
    String unfolded = mail.message().replaceAll("\r\n[ \t]", " ");
    return unfolded
        .lines()
        .filter(line -> line.startsWith(start))
        .findFirst()
        .orElseThrow(() -> new AssertionError(start + "\n" + mail.message()));
  }

  private static String sections(ZoneServer zone, Sink sink) {
    return """
        [inbound]
        trusted-networks = []
        [dns]
        servers = ["%s"]
        [outbound]
        port = %d
        mta-sts = false
        [[dkim.key]]
        domain = "example.test"
        selector = "k1"
        key = "ours.pem"
        """
        .formatted(zone.hostPort(), sink.port());
  }
}
