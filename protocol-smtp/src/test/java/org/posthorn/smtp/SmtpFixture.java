package org.posthorn.smtp;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.posthorn.auth.dns.Dns;
import org.posthorn.auth.dns.DnsSettings;
import org.posthorn.auth.dns.ResolverDns;
import org.posthorn.config.PosthornConfig;
import org.posthorn.config.inbound.InboundCheck;
import org.posthorn.config.read.ConfigReader;
import org.posthorn.config.value.ByteSize;
import org.posthorn.config.value.HostPort;
import org.posthorn.protocol.sasl.AuthThrottle;
import org.posthorn.protocol.sasl.Authenticator;
import org.posthorn.protocol.testing.TestServer;
import org.posthorn.smtp.delivery.NoRemoteDelivery;
import org.posthorn.smtp.policy.SmtpPolicy;
import org.posthorn.smtp.policy.StandardPolicies;
import org.posthorn.smtp.policy.inbound.InboundChecks;
import org.posthorn.smtp.policy.inbound.InboundServices;
import org.posthorn.smtp.policy.rate.MemoryCounters;
import org.posthorn.smtp.transaction.RemoteDelivery;
import org.posthorn.smtp.transaction.Role;
import org.posthorn.storage.MovableClock;
import org.posthorn.storage.StorageFixture;
import org.posthorn.storage.blob.Spool;
import org.posthorn.storage.blob.SpoolOptions;
import org.posthorn.storage.io.RealDisk;

/// An SMTP server in all roles on free ports of the loopback interface, in a [Town].
final class SmtpFixture implements AutoCloseable {
  /// When everything happens.
  static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");

  static final long MAX_SIZE = 1 << 20;

  final Town town = new Town();
  final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  private final TestServer relay;
  private final TestServer submission;
  private final TestServer lmtp;

  final MovableClock clock = new MovableClock();
  final StorageFixture storage = StorageFixture.memory(StorageFixture.options(), clock);
  final InboundChecks inbound;

  private SmtpFixture(
      Path directory,
      UnaryOperator<PosthornConfig> change,
      RemoteDelivery remote,
      UnaryOperator<SmtpPolicy> policy)
      throws IOException {
    PosthornConfig config = change.apply(config());
    SmtpServices services =
        new SmtpServices(
            town,
            town,
            town,
            Spool.open(new RealDisk(), directory.resolve("spool"), SpoolOptions.defaults()),
            remote,
            new Authenticator(
                town,
                config.authentication(),
                new AuthThrottle(0, Duration.ofMinutes(1), List.of())),
            metrics,
            Clock.fixed(NOW, ZoneOffset.UTC));
    StandardPolicies standard =
        new StandardPolicies(town, town, remote, config.smtp(), config.limits().smtp());
    inbound =
        InboundChecks.open(
            config,
            new InboundServices(
                town,
                storage.mail().state(),
                new MemoryCounters(clock),
                dns(config),
                remote,
                services.spool(),
                metrics,
                clock));
    SmtpPolicy relayPolicy = policy.apply(standard.relay(inbound.relay()));
    relay = TestServer.start(SmtpEndpoint.of(config, services, Role.RELAY, relayPolicy));
    lmtp = TestServer.start(SmtpEndpoint.lmtp(config, services));
    submission = TestServer.start(SmtpEndpoint.submission(config, services, inbound.submission()));
  }

  static SmtpFixture open(Path directory) throws IOException {
    return open(directory, UnaryOperator.identity());
  }

  static SmtpFixture open(Path directory, UnaryOperator<PosthornConfig> change) throws IOException {
    return new SmtpFixture(directory, change, new NoRemoteDelivery(), UnaryOperator.identity());
  }

  /// With lines of configuration, and loopback a stranger like any other.
  static SmtpFixture forStrangers(Path directory, String toml) throws IOException {
    return open(
        directory,
        config -> ConfigReader.overlay(config, "[inbound]\ntrusted-networks = []\n" + toml));
  }

  /// With another way out, and other checks on the port for mail from anybody.
  static SmtpFixture open(Path directory, RemoteDelivery remote, UnaryOperator<SmtpPolicy> policy)
      throws IOException {
    return new SmtpFixture(directory, UnaryOperator.identity(), remote, policy);
  }

  private static Dns dns(PosthornConfig config) {
    return new ResolverDns(
        DnsSettings.defaults()
            .withServers(config.dns().servers().stream().map(HostPort::toSocketAddress).toList())
            .withTimeout(config.dns().timeout())
            .withTries(config.dns().tries()));
  }

  private static PosthornConfig config() {
    PosthornConfig defaults = PosthornConfig.defaults();
    return defaults
        .withInbound(defaults.inbound().withChecks(withoutSenderAuthentication(defaults)))
        .withServer(
            defaults
                .server()
                .withHostname("mx.example.test")
                .withPostmaster(Optional.of("alice@example.test")))
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

  /// Tests that do not say otherwise ask no resolver.
  private static List<InboundCheck> withoutSenderAuthentication(PosthornConfig defaults) {
    return defaults.inbound().checks().stream()
        .filter(check -> check != InboundCheck.SENDER_AUTHENTICATION)
        .toList();
  }

  /// Connects to the port for mail from anybody.
  SmtpClient relay() throws IOException {
    return new SmtpClient(relay.connect());
  }

  /// Connects to the port for a mail server in front.
  SmtpClient lmtp() throws IOException {
    return new SmtpClient(lmtp.connect());
  }

  /// Connects to the port for users.
  SmtpClient submission() throws IOException {
    return new SmtpClient(submission.connect());
  }

  /// Connects to the port for users with TLS from the start.
  SmtpClient submissions() throws IOException {
    return new SmtpClient(submission.connectTls());
  }

  /// Ends all sessions of the port for mail from anybody.
  void drain() {
    relay.transport().drain(Duration.ofSeconds(10));
  }

  @Override
  public void close() throws IOException {
    relay.close();
    lmtp.close();
    submission.close();
    inbound.close();
    storage.close();
  }
}
