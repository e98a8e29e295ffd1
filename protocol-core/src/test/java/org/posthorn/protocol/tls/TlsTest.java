package org.posthorn.protocol.tls;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import javax.net.ssl.ExtendedSSLSession;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLHandshakeException;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.config.CertificateConfig;
import org.posthorn.config.TlsConfig;
import org.posthorn.config.TlsProvider;
import org.posthorn.config.TlsVersion;
import org.posthorn.protocol.net.ListenerSpec;
import org.posthorn.protocol.session.Toy;
import org.posthorn.protocol.testing.TestClient;
import org.posthorn.protocol.testing.TestServer;

/// TLS with the JDK's client: versions (RFC 5246, RFC 8446), names (RFC 6066 §3), STARTTLS and what
/// is smuggled in before it (RFC 2595 §4, RFC 3207 §4.2), channel bindings (RFC 5929 §4, RFC 9266),
/// certificates that change.
@Timeout(120)
class TlsTest {
  private static final List<String> BOTH = List.of("TLSv1.3", "TLSv1.2");

  @TempDir private Path directory;
  private final Toy toy = new Toy();
  private final TestServer server = TestServer.start(toy);

  TlsTest() throws IOException {}

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private CertificateConfig certificate(String file, String... names) throws IOException {
    CertificateConfig config =
        CertificateConfig.of(directory.resolve(file + ".pem"), directory.resolve(file + ".key"));
    SelfSigned.create(List.of(names), InstantSource.system()).write(config.cert(), config.key());
    return config;
  }

  private int listen(TlsContexts contexts) throws IOException {
    ListenerSpec spec =
        new ListenerSpec(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            true,
            Optional.of(contexts),
            List.of(),
            TestServer.generousLimits());
    return server.transport().bind(spec, toy).address().getPort();
  }

  private static String nameShown(int port, String asked) throws IOException {
    try (TestClient client = TestClient.connect(port)) {
      client.startTls(asked, BOTH);
      client.expect("HELLO 127.0.0.1");
      return client.certificate().getSubjectX500Principal().getName();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"TLSv1.3", "TLSv1.2"})
  void speaksBothVersions(String version) throws IOException {
    try (TestClient client = TestClient.connect(server.tlsPort())) {
      client.startTls("localhost", List.of(version));
      client.expect("HELLO 127.0.0.1");
      client.line("INFO");
      client.expect(version + " localhost");
      client.line("BIG 1000000");
      assertEquals(1_000_000, client.read(1_000_000).length);
      client.expect("OK");
      client.line("QUIT");
      client.expect("BYE");
      client.expectClosed();
    }
    assertEquals(
        1,
        server
            .registry()
            .get("posthorn.tls.handshakes")
            .tag("version", version)
            .tag("outcome", "ok")
            .counter()
            .count());
  }

  @Test
  void usesBoringSsl() {
    assertTrue(server.tls().isNative());
  }

  @Test
  void startTlsUpgradesAndDropsWhatWasSmuggledIn() throws IOException {
    try (TestClient client = server.connect()) {
      client.expect("HELLO 127.0.0.1");
      client.send("INFO\r\nTLS\r\nECHO injected\r\nECHO more");
      client.expect("clear");
      client.expect("OK begin");
      client.startTls();
      client.line("INFO");
      client.expect("TLSv1.3 localhost");
      client.line("QUIT");
      client.expect("BYE");
      client.expectClosed();
    }
    assertTrue(toy.events.contains("dropped 24"), toy.events.toString());
  }

  @Test
  void plainTextInPlaceOfAHandshakeEndsTheConnection() throws IOException {
    try (TestClient client = server.connect()) {
      client.expect("HELLO 127.0.0.1");
      client.line("TLS");
      client.expect("OK begin");
      client.line("ECHO not a handshake");
      assertTrue(client.readToEnd() < 100, "at most an alert");
    }
    await().until(() -> toy.events.contains("ended"));
  }

  @Test
  void oldVersionsAreRefusedWhereSet() throws IOException {
    TlsConfig config =
        TlsConfig.defaults()
            .withMinVersion(TlsVersion.TLS_1_3)
            .withCertificates(List.of(certificate("a", "localhost")));
    try (TlsContexts contexts = TlsContexts.open(config)) {
      int port = listen(contexts);
      try (TestClient client = TestClient.connect(port)) {
        assertThrows(
            SSLHandshakeException.class, () -> client.startTls("localhost", List.of("TLSv1.2")));
      }
      assertEquals("CN=localhost", nameShown(port, "localhost"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"AUTO", "JDK"})
  void choosesTheCertificateByName(String provider) throws IOException {
    TlsConfig config =
        TlsConfig.defaults()
            .withProvider(TlsProvider.valueOf(provider))
            .withCertificates(
                List.of(
                    certificate("default", "default.test"),
                    certificate("wild", "wild.test", "*.wild.test"),
                    certificate("exact", "exact.wild.test"),
                    certificate("named", "ignored.test").withNames(List.of("Named.test"))));
    try (TlsContexts contexts = TlsContexts.open(config)) {
      int port = listen(contexts);
      assertEquals("CN=default.test", nameShown(port, "unknown.test"));
      assertEquals("CN=default.test", nameShown(port, "ignored.test"));
      assertEquals("CN=wild.test", nameShown(port, "mail.wild.test"));
      assertEquals("CN=default.test", nameShown(port, "a.mail.wild.test"));
      assertEquals("CN=exact.wild.test", nameShown(port, "EXACT.wild.test"));
      assertEquals("CN=ignored.test", nameShown(port, "named.test"));
    }
  }

  @Test
  void changedFilesAreTakenAndBadOnesAreNot() throws Exception {
    CertificateConfig files = certificate("a", "first.test");
    TlsConfig config = TlsConfig.defaults().withCertificates(List.of(files));
    try (TlsContexts contexts = TlsContexts.open(config)) {
      int port = listen(contexts);
      try (TestClient before = TestClient.connect(port)) {
        before.startTls("first.test", BOTH);
        before.expect("HELLO 127.0.0.1");
        certificate("a", "second.test");
        contexts.refresh();
        contexts.refresh();
        assertEquals("CN=second.test", nameShown(port, "" + "x.test"));

        Files.writeString(files.cert(), "-----BEGIN CERTIFICATE-----\ngarbage\n");
        contexts.refresh();
        assertEquals("CN=second.test", nameShown(port, "x.test"));

        CertificateConfig other = certificate("b", "third.test");
        Files.copy(other.cert(), files.cert(), StandardCopyOption.REPLACE_EXISTING);
        contexts.refresh();
        assertEquals("CN=second.test", nameShown(port, "x.test"), "key and certificate differ");
        Files.copy(other.key(), files.key(), StandardCopyOption.REPLACE_EXISTING);
        contexts.refresh();
        assertEquals("CN=third.test", nameShown(port, "x.test"));

        before.line("ECHO still here");
        before.expect("OK still here");
      }
    }
  }

  @Test
  void sessionsAreResumedEvenWithTheTicketKeyBefore() throws IOException {
    AtomicReference<Instant> now = new AtomicReference<>(Instant.now());
    TlsConfig config =
        TlsConfig.defaults().withCertificates(List.of(certificate("a", "localhost")));
    try (TlsContexts contexts = TlsContexts.open(config, now::get)) {
      int port = listen(contexts);
      SSLContext client = TestClient.trustingContext();
      String first = sessionId(port, client);
      assertEquals(first, sessionId(port, client));
      now.updateAndGet(instant -> instant.plus(TicketKeys.LIFETIME));
      contexts.refresh();
      assertEquals(first, sessionId(port, client));
      assertNotEquals(first, sessionId(port, TestClient.trustingContext()));
    }
  }

  /// TLS 1.2: there a client keeps the id of a session that it resumes.
  private static String sessionId(int port, SSLContext context) throws IOException {
    try (TestClient client = TestClient.connect(port)) {
      client.startTls(context, "localhost", List.of("TLSv1.2"));
      client.expect("HELLO 127.0.0.1");
      return HexFormat.of().formatHex(((SSLSocket) client.socket()).getSession().getId());
    }
  }

  @Test
  void exportsKeyingMaterialWhereTheLibraryCan() throws IOException {
    try (TestServer plainJava = TestServer.startWithoutNatives(toy);
        TestClient client = plainJava.connectTls()) {
      client.expect("HELLO 127.0.0.1");
      ExtendedSSLSession session = (ExtendedSSLSession) ((SSLSocket) client.socket()).getSession();
      assertArrayEquals(
          session.exportKeyingMaterialData("EXPORTER-Channel-Binding", new byte[0], 32),
          toy.connections.getFirst().tls().orElseThrow().exporter().orElseThrow());
    }
  }

  @Test
  void readsKeysInAllForms() throws Exception {
    KeyPairGenerator generator = KeyPairGenerator.getInstance("RSA");
    generator.initialize(1024); // small, to be quick
    KeyPair rsa = generator.generateKeyPair();
    SelfSigned signed =
        SelfSigned.create(List.of("rsa.test"), rsa, "SHA256withRSA", InstantSource.system());
    SelfSigned ec = SelfSigned.create(List.of("ec.test"), InstantSource.system());
    for (var form : PemForms.of(rsa.getPrivate()).entrySet()) {
      Path file = Files.writeString(directory.resolve("key.pem"), form.getValue());
      var key = PemFiles.key(file, Optional.of("secret"));
      PemFiles.requireMatch(key, signed.certificate());
    }
    for (var form : PemForms.of(ec.keys().getPrivate()).entrySet()) {
      Path file = Files.writeString(directory.resolve("key.pem"), form.getValue());
      var key = PemFiles.key(file, Optional.of("secret"));
      PemFiles.requireMatch(key, ec.certificate());
      assertThrows(IOException.class, () -> PemFiles.requireMatch(key, signed.certificate()));
    }
  }

  @Test
  void saysWhatIsWrongWithKeys() throws Exception {
    SelfSigned ec = SelfSigned.create(List.of("ec.test"), InstantSource.system());
    Path file =
        Files.writeString(
            directory.resolve("key.pem"),
            PemForms.of(ec.keys().getPrivate()).get("PKCS#8 encrypted"));
    assertTrue(message(() -> PemFiles.key(file, Optional.empty())).contains("no password is set"));
    assertTrue(message(() -> PemFiles.key(file, Optional.of("wrong"))).contains("wrong password"));
    Files.writeString(file, "nothing");
    assertTrue(message(() -> PemFiles.key(file, Optional.empty())).contains("no private key"));
    assertTrue(message(() -> PemFiles.chain(file)).contains("cert"));
  }

  private static String message(org.junit.jupiter.api.function.Executable executable) {
    return String.valueOf(assertThrows(IOException.class, executable).getMessage());
  }

  @Test
  void channelBindingIsTheHashOfTheCertificate() throws Exception {
    try (TestClient client = server.connectTls()) {
      client.expect("HELLO 127.0.0.1");
      TlsInfo info = toy.connections.getFirst().tls().orElseThrow();
      assertArrayEquals(
          MessageDigest.getInstance("SHA-256").digest(client.certificate().getEncoded()),
          info.serverEndPoint());
      assertTrue(info.cipher().startsWith("TLS_"), info.cipher());
    }
  }
}
