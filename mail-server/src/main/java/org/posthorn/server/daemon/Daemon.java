package org.posthorn.server.daemon;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.posthorn.auth.dns.Dns;
import org.posthorn.config.AuthenticationConfig;
import org.posthorn.config.ListenerConfig;
import org.posthorn.config.PosthornConfig;
import org.posthorn.config.inbound.GreylistConfig;
import org.posthorn.config.value.IpNetwork;
import org.posthorn.imap.ImapEndpoint;
import org.posthorn.imap.ImapOptions;
import org.posthorn.imap.ImapServices;
import org.posthorn.pop3.Pop3Endpoint;
import org.posthorn.pop3.Pop3Services;
import org.posthorn.protocol.net.ListenerSpec;
import org.posthorn.protocol.net.Transport;
import org.posthorn.protocol.net.TransportOptions;
import org.posthorn.protocol.sasl.AuthThrottle;
import org.posthorn.protocol.sasl.Authenticator;
import org.posthorn.protocol.session.SessionFactory;
import org.posthorn.protocol.tls.TlsContexts;
import org.posthorn.server.admin.AdminSocket;
import org.posthorn.server.metrics.DaemonMetrics;
import org.posthorn.server.metrics.MetricsServer;
import org.posthorn.server.metrics.Readiness;
import org.posthorn.smtp.SmtpEndpoint;
import org.posthorn.smtp.SmtpServices;
import org.posthorn.smtp.policy.greylist.Greylist;
import org.posthorn.smtp.policy.inbound.InboundChecks;
import org.posthorn.smtp.policy.inbound.InboundServices;
import org.posthorn.smtp.policy.rate.MemoryCounters;
import org.posthorn.smtp.policy.rate.SharedCounters;
import org.posthorn.storage.MailStore;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.redis.RedisTier;
import org.posthorn.storage.state.SharedCounts;
import org.posthorn.storage.state.StateStore;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The whole daemon: store, listeners, metrics, admin socket. [#start] builds it from the bottom
/// up, [#close] takes it down in the other order. Thread-safe.
public final class Daemon implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(Daemon.class);

  /// The file in the data directory that names the daemon's process.
  private static final String PID_FILE = "posthorn.pid";

  /// How long a database may take at the end, when all that was asked of it has had its time.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final PosthornConfig config;
  private final Resources resources = new Resources();
  private final DaemonMetrics metrics;
  private final OpenStore store;
  private final Dns dns;
  private final OutgoingMail outgoing;
  private final Transport transport;
  private final Map<String, InetSocketAddress> bound = new HashMap<>();
  private volatile boolean serving;

  private Daemon(PosthornConfig config, AdminRunner adminRunner) throws IOException {
    this.config = config;
    this.metrics = resources.add(new DaemonMetrics());
    try {
      this.store = resources.add(OpenStore.open(config, metrics.registry()));
      metrics.watchStore(() -> store.mail().store().health().up());
      this.dns = DnsSetup.of(config.dns());
      this.outgoing = resources.add(OutgoingMail.of(config, store, dns, metrics.registry()));
      writePidFile();
      Optional<TlsContexts> tls = openTls();
      this.transport = resources.add(Transport.open(TransportOptions.DEFAULT, metrics.registry()));
      resources.add(
          new AdminSocket(
              config.adminSocket(),
              (words, console) -> adminRunner.run(words, store.mail(), console)));
      if (config.metrics().enabled()) {
        serveMetrics();
      }
      outgoing.start();
      listen(tls);
      serving = true;
    } catch (IOException | RuntimeException e) {
      resources.close();
      throw e;
    }
  }

  /// Runs administrative commands that come through the admin socket.
  @FunctionalInterface
  public interface AdminRunner {
    /// @return the exit code
    int run(List<String> words, MailStore store, org.posthorn.server.admin.Console console);
  }

  /// Opens the store and listens; on return clients are served.
  ///
  /// @throws IOException where an address cannot be bound or a certificate cannot be used
  /// @throws org.posthorn.storage.model.StorageException where the store cannot be opened
  public static Daemon start(PosthornConfig config, AdminRunner adminRunner) throws IOException {
    long begun = System.nanoTime();
    Daemon daemon = new Daemon(config, adminRunner);
    log.atInfo()
        .addKeyValue("host", config.server().hostname())
        .addKeyValue("listeners", config.listeners().size())
        .addKeyValue("millis", (System.nanoTime() - begun) / 1_000_000)
        .log("ready");
    return daemon;
  }

  /// The store's services.
  public MailStore store() {
    return store.mail();
  }

  /// Where a listener listens, with the port that it got.
  public InetSocketAddress address(String listener) {
    return Objects.requireNonNull(bound.get(listener), listener);
  }

  private void writePidFile() throws IOException {
    Path file = config.server().dataDir().resolve(PID_FILE);
    Files.writeString(file, ProcessHandle.current().pid() + "\n");
    resources.add(() -> Files.deleteIfExists(file));
  }

  private Optional<TlsContexts> openTls() throws IOException {
    if (config.tls().certificates().isEmpty()) {
      return Optional.empty();
    }
    TlsContexts contexts = resources.add(TlsContexts.open(config.tls()));
    contexts.watch();
    return Optional.of(contexts);
  }

  private void listen(Optional<TlsContexts> tls) throws IOException {
    Endpoints endpoints = endpoints();
    for (ListenerConfig listener : config.listeners()) {
      ListenerSpec spec = ListenerSpec.of(listener, config.limits().of(listener.protocol()), tls);
      try {
        bound.put(listener.name(), transport.bind(spec, endpoints.of(listener)).address());
      } catch (IOException e) {
        throw new CannotListenException(listener.name(), text(spec.address()), e);
      }
    }
  }

  private void serveMetrics() throws IOException {
    InetSocketAddress address = config.metrics().address().withPort(config.metrics().port());
    try {
      resources.add(new MetricsServer(address, metrics, this::readiness));
    } catch (IOException e) {
      throw new CannotListenException("metrics", text(address), e);
    }
  }

  private static String text(InetSocketAddress address) {
    return AddressText.of(address.getAddress()) + ':' + address.getPort();
  }

  private Endpoints endpoints() {
    Authenticator authenticator = authenticator();
    SmtpServices smtp =
        new SmtpServices(
            store.mail().directory(),
            store.mail().mailboxes()::quota,
            store.mail().delivery(),
            store.spool(),
            outgoing.way(),
            authenticator.under(submissionLogin()),
            metrics.registry(),
            Clock.systemUTC());
    InboundChecks inbound = resources.add(inboundChecks());
    return new Endpoints(
        SmtpEndpoint.relay(config, smtp, inbound.relay()),
        SmtpEndpoint.submission(config, smtp, inbound.submission()),
        SmtpEndpoint.lmtp(config, smtp),
        new ImapEndpoint(
            new ImapServices(
                store.mail().mailboxes(), authenticator, store.spool(), Clock.systemUTC()),
            new ImapOptions("Posthorn", config.limits().imap())),
        Pop3Endpoint.of(config, new Pop3Services(store.mail().mailboxes(), authenticator)));
  }

  private InboundChecks inboundChecks() {
    Clock clock = Clock.systemUTC();
    return InboundChecks.open(
        config,
        new InboundServices(
            store.mail().directory(),
            inboundState(),
            new SharedCounters(sharedCounts(), new MemoryCounters(clock)),
            dns,
            outgoing.way(),
            store.spool(),
            metrics.registry(),
            clock));
  }

  private SharedCounts sharedCounts() {
    return store.redis().map(RedisTier::counts).orElse(SharedCounts.NONE);
  }

  /// Redis takes those who have not come again yet; most of them never do.
  private StateStore inboundState() {
    GreylistConfig greylist = config.inbound().greylist();
    Duration soon = greylist.delay().plus(greylist.retryWindow()).plusSeconds(1);
    StateStore below = store.mail().state();
    return store.redis().map(redis -> redis.state(below, Greylist.TRIPLETS, soon)).orElse(below);
  }

  private Authenticator authenticator() {
    AuthenticationConfig settings = config.authentication();
    List<IpNetwork> exempt = config.limits().imap().connection().exemptNetworks();
    return new Authenticator(
        store.mail().directory(),
        settings,
        new AuthThrottle(
            settings.maxFailuresPerAddress(), settings.failureWindow(), exempt, sharedCounts()));
  }

  /// How users log in to submit mail: never with a password in the clear (RFC 8314 §3.3), and by
  /// mechanisms that all mail programs get along with.
  private AuthenticationConfig submissionLogin() {
    AuthenticationConfig settings = config.authentication().withAllowPlaintextLogin(false);
    return config.smtp().channelBinding()
        ? settings
        : settings.withMechanisms(
            settings.mechanisms().stream().filter(one -> !one.bindsChannel()).toList());
  }

  /// What each kind of listener speaks.
  private record Endpoints(
      SessionFactory smtp,
      SessionFactory submission,
      SessionFactory lmtp,
      SessionFactory imap,
      SessionFactory pop3) {
    SessionFactory of(ListenerConfig listener) {
      return switch (listener.protocol()) {
        case SMTP -> smtp;
        case SUBMISSION -> submission;
        case LMTP -> lmtp;
        case IMAP -> imap;
        case POP3 -> pop3;
      };
    }
  }

  private Readiness readiness() {
    Engine.Health health = store.mail().store().health();
    if (!health.up()) {
      return Readiness.not(health.message());
    }
    return serving
        ? Readiness.without(store.mail().shardsDown())
        : Readiness.not("starting or stopping");
  }

  private void stopWaiting() {
    log.warn("the database does not answer; stopping without it");
    store.mail().giveUp();
  }

  /// Drains the sessions and the queue within the configured deadline, then closes everything. A
  /// database that does not answer is waited for no longer than five seconds more. Idempotent.
  @Override
  public void close() {
    if (!serving) {
      return;
    }
    serving = false;
    log.info("stopping");
    Duration deadline = config.server().shutdownDeadline();
    long end = System.nanoTime() + deadline.toNanos();
    int cutOff;
    try (LastResort hurry = new LastResort(this::stopWaiting)) {
      hurry.after(deadline.plus(PATIENCE));
      cutOff = transport.drain(deadline);
      outgoing.finish(Duration.ofNanos(Math.max(0, end - System.nanoTime())));
      hurry.after(PATIENCE);
      resources.close();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    log.atInfo().addKeyValue("cutOff", cutOff).log("stopped");
  }
}
