package org.posthorn.smtp;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.posthorn.config.CertificateConfig;
import org.posthorn.config.PosthornConfig;
import org.posthorn.config.TlsConfig;
import org.posthorn.config.value.ByteSize;
import org.posthorn.protocol.net.ListenerSpec;
import org.posthorn.protocol.net.Transport;
import org.posthorn.protocol.net.TransportOptions;
import org.posthorn.protocol.sasl.AuthThrottle;
import org.posthorn.protocol.sasl.Authenticator;
import org.posthorn.protocol.tls.SelfSigned;
import org.posthorn.protocol.tls.TlsContexts;
import org.posthorn.smtp.delivery.NoRemoteDelivery;
import org.posthorn.storage.blob.Spool;
import org.posthorn.storage.blob.SpoolOptions;
import org.posthorn.storage.io.RealDisk;

/// An SMTP server with both roles on free ports of the loopback interface, in a [Town].
final class SmtpFixture implements AutoCloseable {
  /// When everything happens.
  static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");

  static final long MAX_SIZE = 1 << 20;

  final Town town = new Town();
  final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final Transport transport;
  private final TlsContexts tls;
  private final InetSocketAddress relay;
  private final InetSocketAddress submission;
  private final InetSocketAddress submissions;

  private SmtpFixture(Path directory, UnaryOperator<PosthornConfig> change) throws IOException {
    PosthornConfig config = change.apply(config(directory));
    tls = TlsContexts.open(config.tls());
    transport = Transport.open(TransportOptions.DEFAULT, metrics);
    Spool spool = Spool.open(new RealDisk(), directory.resolve("spool"), SpoolOptions.defaults());
    SmtpServices services =
        new SmtpServices(
            town,
            town,
            town,
            spool,
            new NoRemoteDelivery(),
            new Authenticator(
                town,
                config.authentication(),
                new AuthThrottle(0, Duration.ofMinutes(1), List.of())),
            metrics,
            Clock.fixed(NOW, ZoneOffset.UTC));
    relay = bind(config, SmtpEndpoint.relay(config, services), false);
    submission = bind(config, SmtpEndpoint.submission(config, services), false);
    submissions = bind(config, SmtpEndpoint.submission(config, services), true);
  }

  static SmtpFixture open(Path directory) throws IOException {
    return new SmtpFixture(directory, UnaryOperator.identity());
  }

  static SmtpFixture open(Path directory, UnaryOperator<PosthornConfig> change) throws IOException {
    return new SmtpFixture(directory, change);
  }

  private static PosthornConfig config(Path directory) throws IOException {
    Path certificate = directory.resolve("cert.pem");
    Path key = directory.resolve("key.pem");
    SelfSigned.create(List.of("mx.example.test"), InstantSource.system()).write(certificate, key);
    PosthornConfig defaults = PosthornConfig.defaults();
    TlsConfig tls =
        defaults.tls().withCertificates(List.of(CertificateConfig.of(certificate, key)));
    return defaults
        .withServer(
            defaults
                .server()
                .withHostname("mx.example.test")
                .withPostmaster(Optional.of("alice@example.test")))
        .withTls(tls)
        .withAuthentication(
            defaults
                .authentication()
                .withAllowPlaintextLogin(true)
                .withFailedLoginDelay(Duration.ofMillis(1)))
        .withLimits(
            defaults
                .limits()
                .withSmtp(
                    defaults
                        .limits()
                        .smtp()
                        .withMaxMessageSize(ByteSize.ofBytes(MAX_SIZE))
                        .withMaxRecipients(20)));
  }

  private InetSocketAddress bind(PosthornConfig config, SmtpEndpoint endpoint, boolean implicit)
      throws IOException {
    var spec =
        new ListenerSpec(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            implicit,
            Optional.of(tls),
            List.of(),
            config.limits().smtp().connection());
    return transport.bind(spec, endpoint).address();
  }

  /// Connects to the port for mail from anybody.
  SmtpClient relay() throws IOException {
    return SmtpClient.connect(relay);
  }

  /// Connects to the port for users.
  SmtpClient submission() throws IOException {
    return SmtpClient.connect(submission);
  }

  /// Connects to the port for users with TLS from the start.
  SmtpClient submissions() throws IOException {
    return SmtpClient.connectTls(submissions);
  }

  Transport transport() {
    return transport;
  }

  @Override
  public void close() {
    transport.close();
    tls.close();
  }
}
