package org.posthorn.protocol.sasl;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.posthorn.config.AuthenticationConfig;
import org.posthorn.config.SaslMechanism;
import org.posthorn.config.value.IpNetwork;
import org.posthorn.protocol.limit.SessionLimits;
import org.posthorn.protocol.session.Connection;
import org.posthorn.protocol.session.Toy;
import org.posthorn.protocol.testing.TestClient;
import org.posthorn.protocol.testing.TestServer;
import org.posthorn.protocol.tls.ServerEndPoint;
import org.posthorn.storage.directory.ScramHash;
import org.posthorn.storage.state.SharedCounts;

/// Logging in over real connections: exchanges (RFC 4422 §3), PLAIN (RFC 4616), LOGIN, SCRAM
/// (RFC 5802).
@Timeout(120)
class AuthenticatorTest {
  private static final AuthenticationConfig CONFIG =
      AuthenticationConfig.defaults()
          .withFailedLoginDelay(Duration.ofMillis(1))
          .withScramSha1(true)
          .withMechanisms(
              List.of(
                  SaslMechanism.SCRAM_SHA_256_PLUS,
                  SaslMechanism.SCRAM_SHA_256,
                  SaslMechanism.SCRAM_SHA_1,
                  SaslMechanism.PLAIN,
                  SaslMechanism.LOGIN));

  private final AuthThrottle throttle = new AuthThrottle(5, Duration.ofMinutes(1), List.of());
  private final Authenticator authenticator =
      new Authenticator(new FakeDirectory(), CONFIG, throttle);
  private final Toy toy = new Toy(SessionLimits.DEFAULT, true, Optional.of(authenticator));
  private final TestServer server = TestServer.start(toy);

  AuthenticatorTest() throws IOException {}

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private TestClient inTls() throws IOException {
    TestClient client = server.connectTls();
    client.expect("HELLO 127.0.0.1");
    return client;
  }

  private static String base64(String text) {
    return base64(text.getBytes(StandardCharsets.UTF_8));
  }

  private static String base64(byte[] octets) {
    return Base64.getEncoder().encodeToString(octets);
  }

  @Test
  void plainWithAndWithoutInitialResponse() throws IOException {
    String response = base64("\0alice@example.test\0pencil");
    try (TestClient client = inTls()) {
      client.line("AUTH PLAIN " + response);
      client.expect("OK alice@example.test");
      client.line("AUTH plain");
      client.expect("+ ");
      client.line(response);
      client.expect("OK alice@example.test");
    }
    assertEquals(
        2,
        server
            .registry()
            .get("posthorn.logins")
            .tag("mechanism", "plain")
            .tag("outcome", "ok")
            .counter()
            .count());
  }

  @Test
  void plainInAllTheWaysThatFail() throws IOException {
    try (TestClient client = inTls()) {
      client.line("AUTH PLAIN " + base64("\0alice@example.test\0wrong"));
      client.expect("NO BAD_CREDENTIALS");
      client.line("AUTH PLAIN " + base64("bob\0alice@example.test\0pencil"));
      client.expect("NO NOT_ALLOWED");
      client.line("AUTH PLAIN " + base64("\0blocked@example.test\0x"));
      client.expect("NO NOT_ALLOWED");
      client.line("AUTH PLAIN " + base64("\0down@example.test\0x"));
      client.expect("NO UNAVAILABLE");
      client.line("AUTH PLAIN " + base64("no nul"));
      client.expect("NO MALFORMED");
      client.line("AUTH PLAIN " + base64(new byte[] {0, (byte) 0xff, 0, 'x'}));
      client.expect("NO MALFORMED");
      client.line("AUTH PLAIN !!!!");
      client.expect("NO MALFORMED");
      client.line("AUTH PLAIN =");
      client.expect("NO MALFORMED");
      client.line("AUTH PLAIN");
      client.expect("+ ");
      client.line("*");
      client.expect("NO CANCELLED");
      client.line("AUTH PLAIN");
      client.expect("+ ");
      client.line("x".repeat(100_000));
      client.expect("NO MALFORMED");
      client.line("AUTH GSSAPI");
      client.expect("NO UNKNOWN_MECHANISM");
    }
  }

  @Test
  void login() throws IOException {
    try (TestClient client = inTls()) {
      client.line("AUTH LOGIN");
      client.expect("+ " + base64("Username:"));
      client.line(base64("alice@example.test"));
      client.expect("+ " + base64("Password:"));
      client.line(base64("pencil"));
      client.expect("OK alice@example.test");
      client.line("AUTH LOGIN " + base64("alice@example.test"));
      client.expect("+ " + base64("Password:"));
      client.line(base64("wrong"));
      client.expect("NO BAD_CREDENTIALS");
    }
  }

  @Test
  void scramWithChannelBinding() throws Exception {
    try (TestClient client = inTls()) {
      ScramClient scram =
          new ScramClient(
              ScramHash.SHA_256,
              "alice@example.test",
              "pencil",
              "p=tls-server-end-point,,",
              ServerEndPoint.of(client.certificate()));
      client.line("AUTH SCRAM-SHA-256-PLUS " + base64(scram.first()));
      byte[] challenge = Base64.getDecoder().decode(client.expectPrefix("+ ").substring(2));
      client.line(base64(scram.answer(challenge)));
      client.expect("+ " + base64(scram.expectedVerifier()));
      client.line("");
      client.expect("OK alice@example.test");
    }
  }

  @Test
  void offersWhatFitsTheConnection() throws IOException {
    try (TestClient clear = server.connect();
        TestClient tls = inTls()) {
      clear.expect("HELLO 127.0.0.1");
      clear.line("AUTH PLAIN =");
      clear.expect("NO NEEDS_TLS");
      clear.line("AUTH SCRAM-SHA-256-PLUS");
      clear.expect("NO NEEDS_TLS");
      tls.line("ECHO 1");
      tls.expect("OK 1");
      for (Connection connection : toy.connections) {
        List<Mechanism> offered = authenticator.offered(connection);
        if (connection.isTls()) {
          assertEquals(List.of(Mechanism.values()), offered);
          assertTrue(authenticator.passwordsAllowed(connection));
        } else {
          assertEquals(List.of(Mechanism.SCRAM_SHA_256, Mechanism.SCRAM_SHA_1), offered);
          assertFalse(authenticator.passwordsAllowed(connection));
        }
      }
    }
  }

  @Test
  void tooManyFailuresBlockTheAddress() throws IOException {
    try (TestClient client = inTls()) {
      for (int i = 0; i < 5; i++) {
        client.line("AUTH PLAIN " + base64("\0alice@example.test\0wrong" + i));
        client.expect("NO BAD_CREDENTIALS");
      }
      client.line("AUTH PLAIN " + base64("\0alice@example.test\0pencil"));
      client.expect("NO TOO_MANY_FAILURES");
    }
  }

  @Test
  void failuresAreForgottenAfterTheirWindow() throws Exception {
    AtomicLong now = new AtomicLong();
    IpNetwork home = IpNetwork.parse("192.0.2.0/24");
    AuthThrottle counted =
        new AuthThrottle(2, Duration.ofSeconds(10), List.of(home), SharedCounts.NONE, now::get);
    InetAddress one = InetAddress.getByName("2001:db8:1:2::1");
    InetAddress sameSite = InetAddress.getByName("2001:db8:1:2::99");
    InetAddress exempt = InetAddress.getByName("192.0.2.7");
    for (InetAddress address : List.of(one, sameSite, exempt, exempt, exempt)) {
      counted.failed(address);
      now.addAndGet(Duration.ofSeconds(1).toNanos());
    }
    assertTrue(counted.isBlocked(one));
    assertFalse(counted.isBlocked(exempt));
    now.addAndGet(Duration.ofSeconds(6).toNanos());
    assertFalse(counted.isBlocked(one));
  }

  @Test
  void otherDaemonsFailuresCount() {
    AtomicLong elsewhere = new AtomicLong();
    SharedCounts shared =
        new SharedCounts() {
          @Override
          public Optional<Boolean> take(String name, int capacity, Duration period, int tokens) {
            return Optional.empty();
          }

          @Override
          public OptionalLong add(String name, Duration window) {
            return OptionalLong.of(elsewhere.incrementAndGet());
          }

          @Override
          public OptionalLong count(String name) {
            return name.equals("login:c0000201")
                ? OptionalLong.of(elsewhere.get())
                : OptionalLong.empty();
          }
        };
    IpNetwork home = IpNetwork.parse("192.0.2.128/25");
    AuthThrottle counted = new AuthThrottle(2, Duration.ofMinutes(1), List.of(home), shared);
    InetAddress client = InetAddress.ofLiteral("192.0.2.1");
    counted.failed(client);
    assertFalse(counted.isBlocked(client));
    elsewhere.incrementAndGet();
    assertTrue(counted.isBlocked(client));
    assertFalse(counted.isBlocked(InetAddress.ofLiteral("192.0.2.129")));
  }
}
