package org.posthorn.protocol.testing;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.posthorn.config.CertificateConfig;
import org.posthorn.config.ConnectionLimits;
import org.posthorn.config.ImapLimits;
import org.posthorn.config.TlsConfig;
import org.posthorn.config.TlsProvider;
import org.posthorn.protocol.net.ListenerSpec;
import org.posthorn.protocol.net.Transport;
import org.posthorn.protocol.net.TransportOptions;
import org.posthorn.protocol.session.SessionFactory;
import org.posthorn.protocol.tls.SelfSigned;
import org.posthorn.protocol.tls.TlsContexts;

/// A transport with one protocol on two free loopback ports: in the clear with STARTTLS, and in TLS
/// from the start. The certificate is self-signed for `localhost` and 127.0.0.1.
public final class TestServer implements AutoCloseable {
  /// How often timeouts are looked at: often, so that tests with short timeouts are quick.
  private static final Duration TIMEOUT_CHECK = Duration.ofMillis(20);

  private final Path directory;
  private final TlsContexts tls;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Transport transport;
  private final int port;
  private final int tlsPort;

  private TestServer(SessionFactory factory, ConnectionLimits limits, boolean nativeParts)
      throws IOException {
    directory = Files.createTempDirectory("posthorn-test");
    Path certificate = directory.resolve("cert.pem");
    Path key = directory.resolve("key.pem");
    SelfSigned.create(List.of("localhost", "127.0.0.1"), InstantSource.system())
        .write(certificate, key);
    tls =
        TlsContexts.open(
            TlsConfig.defaults()
                .withProvider(nativeParts ? TlsProvider.AUTO : TlsProvider.JDK)
                .withCertificates(List.of(CertificateConfig.of(certificate, key))));
    transport =
        Transport.open(
            TransportOptions.DEFAULT.withTimeoutCheck(TIMEOUT_CHECK).withNative(nativeParts),
            registry);
    port = bind(factory, limits, false);
    tlsPort = bind(factory, limits, true);
  }

  private int bind(SessionFactory factory, ConnectionLimits limits, boolean implicitTls)
      throws IOException {
    InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    ListenerSpec spec = new ListenerSpec(address, implicitTls, Optional.of(tls), List.of(), limits);
    return transport.bind(spec, factory).address().getPort();
  }

  /// Starts with limits that no test meets by chance.
  public static TestServer start(SessionFactory factory) throws IOException {
    return start(factory, generousLimits());
  }

  /// Starts with these limits of connections.
  public static TestServer start(SessionFactory factory, ConnectionLimits limits)
      throws IOException {
    return new TestServer(factory, limits, true);
  }

  /// Starts with NIO and the JDK's TLS.
  public static TestServer startWithoutNatives(SessionFactory factory) throws IOException {
    return new TestServer(factory, generousLimits(), false);
  }

  /// Limits that no test meets by chance.
  public static ConnectionLimits generousLimits() {
    return ImapLimits.defaults()
        .connection()
        .withMaxConnections(10_000)
        .withMaxConnectionsPerAddress(0);
  }

  /// The port in the clear, where STARTTLS is offered.
  public int port() {
    return port;
  }

  /// The port with TLS from the start.
  public int tlsPort() {
    return tlsPort;
  }

  /// The transport, for draining and counting.
  public Transport transport() {
    return transport;
  }

  /// Where the metrics are.
  public SimpleMeterRegistry registry() {
    return registry;
  }

  /// The certificates.
  public TlsContexts tls() {
    return tls;
  }

  /// A client in the clear.
  public TestClient connect() throws IOException {
    return TestClient.connect(port);
  }

  /// A client in TLS.
  public TestClient connectTls() throws IOException {
    TestClient client = TestClient.connect(tlsPort);
    client.startTls();
    return client;
  }

  @Override
  public void close() throws IOException {
    transport.close();
    tls.close();
    try (var files = Files.walk(directory)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }
}
