package org.posthorn.smtp.outbound.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.posthorn.smtp.outbound.route.CourierFixture.TEXT;
import static org.posthorn.smtp.outbound.route.CourierFixture.message;
import static org.posthorn.smtp.outbound.route.CourierFixture.status;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.auth.dns.DnsAnswer;
import org.posthorn.smtp.outbound.client.GoodServer;
import org.posthorn.smtp.outbound.client.ScriptedServer;
import org.posthorn.smtp.outbound.client.TestAuthority;
import org.posthorn.smtp.outbound.client.TlsFailure;
import org.posthorn.storage.MovableClock;

/// RFC 8461: policies over real HTTPS, kept in a real store.
class MtaStsTest {
  private static final String ENFORCE =
      "version: STSv1\r\nmode: enforce\r\nmx: mx.remote.test\r\nmax_age: 864000\r\n";

  private final TestAuthority authority = new TestAuthority();
  private final MovableClock clock = new MovableClock();
  private final AtomicInteger fetches = new AtomicInteger();
  @TempDir private Path directory;
  private HttpsServer https = start();
  private volatile String policy = ENFORCE;
  private volatile String type = "text/plain";
  private volatile int code = 200;
  private ScriptedServer good = startGood();
  private CourierFixture courier = startCourier();

  MtaStsTest() throws IOException {}

  private HttpsServer start() throws IOException {
    InetSocketAddress any = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    HttpsServer server = HttpsServer.create(any, 0);
    server.setHttpsConfigurator(
        new HttpsConfigurator(authority.issue("mta-sts.remote.test").context()));
    server.createContext("/.well-known/mta-sts.txt", this::serve);
    server.start();
    return server;
  }

  private void serve(HttpExchange exchange) throws IOException {
    fetches.incrementAndGet();
    byte[] body = policy.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", type);
    exchange.getResponseHeaders().set("Location", "https://elsewhere.test/");
    // Length 0 makes the server send chunks.
    exchange.sendResponseHeaders(code, 0);
    exchange.getResponseBody().write(body);
    exchange.close();
  }

  private ScriptedServer startGood() throws IOException {
    return ScriptedServer.start(
        GoodServer.common().withTls(authority.issue("mx.remote.test").context()));
  }

  private CourierFixture startCourier() throws IOException {
    return new CourierFixture(good.port(), c -> c, clock);
  }

  @BeforeEach
  void trust() throws IOException {
    courier.close();
    Path trusted = authority.write(directory.resolve("ca.pem"));
    int port = https.getAddress().getPort();
    courier =
        new CourierFixture(good.port(), c -> c.withTrustStore(trusted).withMtaStsPort(port), clock);
    courier.dns.a("mta-sts.remote.test", false, "127.0.0.1");
    announce("1");
  }

  private void announce(String id) {
    courier.dns.put(
        "TXT _mta-sts.remote.test",
        new DnsAnswer.Found<>(List.of("v=STSv1; id=" + id + ";"), false));
  }

  @AfterEach
  void close() throws IOException {
    courier.close();
    good.close();
    https.stop(0);
  }

  private String send() {
    return status(courier.deliver(message(TEXT, "bob@remote.test")).getFirst());
  }

  private Attempt last() {
    return courier.attempts.getLast();
  }

  @Test
  void anEnforcedPolicyDemandsAVerifiedServer() {
    assertEquals("delivered", send());
    assertEquals(PolicyBasis.MTA_STS, last().basis());
    assertEquals("delivered", send());
    assertEquals(1, fetches.get());
  }

  @Test
  void aServerThatThePolicyDoesNotNameGetsNothing() {
    policy = ENFORCE.replace("mx.remote.test", "*.other.test");
    assertEquals("4.7.5", send());
    assertEquals(Optional.of(TlsFailure.STS_MX_MISMATCH), last().tlsFailure());
    assertEquals(0, good.messages().size());
  }

  @Test
  void testingKeepsNothingBack() {
    policy = ENFORCE.replace("enforce", "testing").replace("mx.remote.test", "*.other.test");
    assertEquals("delivered", send());
    assertEquals(PolicyBasis.CONFIGURED, last().basis());
  }

  @Test
  void aKeptPolicyHoldsThoughItsRecordVanishes() {
    assertEquals("delivered", send());
    courier.dns.put("TXT _mta-sts.remote.test", new DnsAnswer.Failed<>("SERVFAIL"));
    assertEquals("delivered", send());
    assertEquals(PolicyBasis.MTA_STS, last().basis());
    clock.advance(Duration.ofDays(11));
    assertEquals("delivered", send());
    assertEquals(PolicyBasis.CONFIGURED, last().basis());
  }

  @Test
  void aNewIdAndANewDayAreReasonsToFetchAgain() {
    assertEquals("delivered", send());
    policy = ENFORCE.replace("mx.remote.test", "*.other.test");
    announce("2");
    assertEquals("4.7.5", send());
    assertEquals(2, fetches.get());
    clock.advance(Duration.ofDays(2));
    assertEquals("4.7.5", send());
    assertEquals(3, fetches.get());
  }

  @Test
  void whatIsNoPolicyDoesNotCountAndIsNotAskedForAgainAtOnce() {
    code = 302;
    assertEquals("delivered", send());
    assertEquals(PolicyBasis.CONFIGURED, last().basis());
    code = 200;
    assertEquals("delivered", send());
    assertEquals(1, fetches.get());
    clock.advance(Duration.ofMinutes(6));
    type = "text/html";
    assertEquals("delivered", send());
    clock.advance(Duration.ofMinutes(6));
    type = "text/plain";
    policy = ENFORCE + "x".repeat(70_000);
    assertEquals("delivered", send());
    assertEquals(PolicyBasis.CONFIGURED, last().basis());
    clock.advance(Duration.ofMinutes(6));
    policy = "version: STSv1\nmode: enforce\nmax_age: 1\n";
    assertEquals("delivered", send());
    assertEquals(PolicyBasis.CONFIGURED, last().basis());
    assertEquals(4, fetches.get());
  }
}
