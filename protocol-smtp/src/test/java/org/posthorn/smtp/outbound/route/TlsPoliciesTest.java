package org.posthorn.smtp.outbound.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.posthorn.smtp.outbound.route.CourierFixture.TEXT;
import static org.posthorn.smtp.outbound.route.CourierFixture.status;

import java.io.IOException;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.auth.dns.DnsAnswer;
import org.posthorn.auth.dns.MailExchanger;
import org.posthorn.auth.dns.TlsaRecord;
import org.posthorn.config.OutboundConfig;
import org.posthorn.config.OutboundTls;
import org.posthorn.smtp.outbound.OutboundMessage.TlsWish;
import org.posthorn.smtp.outbound.client.GoodServer;
import org.posthorn.smtp.outbound.client.ScriptedServer;
import org.posthorn.smtp.outbound.client.TestAuthority;
import org.posthorn.smtp.outbound.client.TlsFailure;
import org.posthorn.smtp.outbound.client.TlsResult;

/// RFC 7672, RFC 8461, RFC 8689: how secure a connection has to be.
class TlsPoliciesTest {
  private final TestAuthority authority = new TestAuthority();
  @TempDir private Path directory;

  private UnaryOperator<OutboundConfig> trusting(OutboundTls tls) throws IOException {
    Path file = authority.write(directory.resolve("ca.pem"));
    return c -> c.withTls(tls).withTrustStore(file);
  }

  private GoodServer server(TestAuthority.Identity identity, String... more) {
    String[] words = new String[more.length + 1];
    words[0] = "PIPELINING";
    System.arraycopy(more, 0, words, 1, more.length);
    return GoodServer.with(words).withTls(identity.context());
  }

  private record Seen(String status, Attempt attempt, int messages) {}

  private Seen send(GoodServer script, OutboundTls tls, Consumer<CourierFixture> prepare)
      throws IOException {
    return send(script, tls, prepare, TlsWish.NONE);
  }

  private Seen send(
      GoodServer script, OutboundTls tls, Consumer<CourierFixture> prepare, TlsWish wish)
      throws IOException {
    try (ScriptedServer server = ScriptedServer.start(script);
        CourierFixture courier = new CourierFixture(server.port(), trusting(tls))) {
      port = server.port();
      prepare.accept(courier);
      var message = CourierFixture.withTls(CourierFixture.message(TEXT, "bob@remote.test"), wish);
      String status = status(courier.deliver(message).getFirst());
      return new Seen(status, courier.attempts.getLast(), server.messages().size());
    }
  }

  private int port;

  private Consumer<CourierFixture> tlsa(boolean authentic, TlsaRecord... records) {
    return courier -> {
      courier.dns.mx("remote.test", true, new MailExchanger(10, "mx.remote.test"));
      courier.dns.a("mx.remote.test", true, "127.0.0.1");
      courier.dns.put("AAAA mx.remote.test", new DnsAnswer.NoData<>(true));
      courier.dns.put(
          "TLSA _" + port + "._tcp.mx.remote.test",
          new DnsAnswer.Found<>(List.of(records), authentic));
    };
  }

  private static TlsaRecord record(int usage, int selector, X509Certificate certificate)
      throws Exception {
    byte[] data =
        selector == 0 ? certificate.getEncoded() : certificate.getPublicKey().getEncoded();
    return new TlsaRecord(usage, selector, 1, MessageDigest.getInstance("SHA-256").digest(data));
  }

  private static TlsResult.Proof proof(Seen seen) {
    return seen.attempt().tls().orElseThrow() instanceof TlsResult.Secured(_, _, var proof)
        ? proof
        : TlsResult.Proof.NONE;
  }

  @Test
  void verifyTakesATrustedCertificateForTheName() throws Exception {
    Seen seen = send(server(authority.issue("mx.remote.test")), OutboundTls.VERIFY, c -> {});
    assertEquals("delivered", seen.status());
    assertEquals(TlsResult.Proof.WEB_PKI, proof(seen));
    assertEquals(
        "delivered",
        send(server(authority.issue("*.remote.test")), OutboundTls.VERIFY, c -> {}).status());
  }

  @Test
  void verifyRefusesOthersAndSaysWhy() throws Exception {
    Seen name = send(server(authority.issue("other.test")), OutboundTls.VERIFY, c -> {});
    assertEquals("4.7.5", name.status());
    assertEquals(Optional.of(TlsFailure.CERTIFICATE_HOST_MISMATCH), name.attempt().tlsFailure());
    Seen stranger =
        send(server(new TestAuthority().issue("mx.remote.test")), OutboundTls.VERIFY, c -> {});
    assertEquals(Optional.of(TlsFailure.CERTIFICATE_NOT_TRUSTED), stranger.attempt().tlsFailure());
    Seen old = send(server(authority.issueExpired("mx.remote.test")), OutboundTls.VERIFY, c -> {});
    assertEquals(Optional.of(TlsFailure.CERTIFICATE_EXPIRED), old.attempt().tlsFailure());
    Seen none = send(GoodServer.common(), OutboundTls.ENCRYPT, c -> {});
    assertEquals("4.7.5", none.status());
    assertEquals(Optional.of(TlsFailure.STARTTLS_NOT_SUPPORTED), none.attempt().tlsFailure());
    assertEquals(0, name.messages() + stranger.messages() + old.messages() + none.messages());
  }

  @Test
  void mayFallsBackToTheClearAndSaysSo() throws Exception {
    GoodServer broken =
        GoodServer.with("STARTTLS")
            .answering(
                c ->
                    c.equals("STARTTLS") ? Optional.of("220 go on\r\nnonsense") : Optional.empty());
    Seen seen = send(broken, OutboundTls.MAY, c -> {});
    assertEquals("delivered", seen.status());
    assertTrue(
        seen.attempt().tls().orElseThrow() instanceof TlsResult.Clear(_, var why)
            && why.isPresent());
  }

  @Test
  void daneTakesTheServersOwnKeyWhateverItsNameAndDates() throws Exception {
    var identity = authority.issueExpired("elsewhere.test");
    Seen seen = send(server(identity), OutboundTls.MAY, tlsa(true, record(3, 1, identity.leaf())));
    assertEquals("delivered", seen.status());
    assertEquals(TlsResult.Proof.DANE, proof(seen));
    assertEquals(PolicyBasis.DANE, seen.attempt().basis());
  }

  @Test
  void daneTakesAnAuthorityWithTheRightName() throws Exception {
    var good = authority.issue("mx.remote.test");
    TlsaRecord anchor = record(2, 0, authority.certificate());
    assertEquals("delivered", send(server(good), OutboundTls.MAY, tlsa(true, anchor)).status());
    Seen other = send(server(authority.issue("other.test")), OutboundTls.MAY, tlsa(true, anchor));
    assertEquals("4.7.5", other.status());
    assertEquals(Optional.of(TlsFailure.CERTIFICATE_HOST_MISMATCH), other.attempt().tlsFailure());
  }

  @Test
  void daneRefusesOtherCertificatesAndServersWithoutTls() throws Exception {
    var identity = authority.issue("mx.remote.test");
    TlsaRecord wrong = record(3, 1, authority.certificate());
    Seen seen = send(server(identity), OutboundTls.MAY, tlsa(true, wrong));
    assertEquals("4.7.5", seen.status());
    assertEquals(Optional.of(TlsFailure.TLSA_INVALID), seen.attempt().tlsFailure());
    assertEquals("4.7.5", send(GoodServer.common(), OutboundTls.MAY, tlsa(true, wrong)).status());
  }

  @Test
  void recordsWithoutDnssecDoNotCountAndUnusableOnesEncrypt() throws Exception {
    var identity = authority.issue("mx.remote.test");
    TlsaRecord wrong = record(3, 1, authority.certificate());
    Seen unsigned = send(server(identity), OutboundTls.MAY, tlsa(false, wrong));
    assertEquals("delivered", unsigned.status());
    assertEquals(PolicyBasis.CONFIGURED, unsigned.attempt().basis());
    TlsaRecord unusable = new TlsaRecord(1, 0, 1, wrong.data());
    Seen encrypted = send(server(identity), OutboundTls.MAY, tlsa(true, unusable));
    assertEquals("delivered", encrypted.status());
    assertEquals(
        "4.7.5", send(GoodServer.common(), OutboundTls.MAY, tlsa(true, unusable)).status());
  }

  @Test
  void suppressedTlsaAnswersKeepMailBack() throws Exception {
    Seen seen =
        send(
            GoodServer.common(),
            OutboundTls.MAY,
            c -> {
              tlsa(true, new TlsaRecord(3, 1, 1, new byte[32])).accept(c);
              c.dns.put(
                  "TLSA _" + port + "._tcp.mx.remote.test", new DnsAnswer.Failed<>("SERVFAIL"));
            });
    assertEquals("4.7.5", seen.status());
    assertEquals(Optional.of(TlsFailure.DNSSEC_INVALID), seen.attempt().tlsFailure());
  }

  @Test
  void requireTlsNeedsAnAuthenticHostAndTheServersPromise() throws Exception {
    var identity = authority.issue("mx.remote.test");
    assertEquals(
        "5.7.30",
        send(server(identity, "REQUIRETLS"), OutboundTls.MAY, c -> {}, TlsWish.REQUIRED).status());
    Consumer<CourierFixture> signed =
        c -> {
          c.dns.mx("remote.test", true, new MailExchanger(10, "mx.remote.test"));
        };
    Seen good = send(server(identity, "REQUIRETLS"), OutboundTls.MAY, signed, TlsWish.REQUIRED);
    assertEquals("delivered", good.status());
    assertEquals(TlsResult.Proof.WEB_PKI, proof(good));
    assertEquals(
        "5.7.30", send(server(identity), OutboundTls.MAY, signed, TlsWish.REQUIRED).status());
  }

  @Test
  void whoDoesNotNeedTlsIsNotHeldBackByWhatIsPublished() throws Exception {
    TlsaRecord wrong = record(3, 1, authority.certificate());
    Seen seen = send(GoodServer.common(), OutboundTls.MAY, tlsa(true, wrong), TlsWish.OPTIONAL);
    assertEquals("delivered", seen.status());
  }
}
