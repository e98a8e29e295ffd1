package org.posthorn.smtp.outbound.route;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.posthorn.auth.dns.Dns;
import org.posthorn.config.EightBitContent;
import org.posthorn.config.OutboundConfig;
import org.posthorn.config.OutboundTimeouts;
import org.posthorn.config.PosthornConfig;
import org.posthorn.smtp.outbound.Courier;
import org.posthorn.smtp.outbound.OutboundMessage;
import org.posthorn.smtp.outbound.RecipientResult;
import org.posthorn.smtp.outbound.client.ClientSettings;
import org.posthorn.smtp.outbound.client.ClientTimeouts;
import org.posthorn.smtp.outbound.client.Dialer;
import org.posthorn.smtp.outbound.client.TlsClient;
import org.posthorn.smtp.outbound.client.Watchdog;
import org.posthorn.smtp.outbound.sts.HttpsPolicySource;
import org.posthorn.smtp.outbound.sts.PolicySource;
import org.posthorn.smtp.outbound.sts.StsPolicies;
import org.posthorn.storage.state.StateStore;

/// Hands messages to other servers by SMTP, or LMTP where a route says so. Thread-safe: one courier
/// serves all workers, each on a virtual thread of its own; interrupting it ends its attempt.
public final class SmtpCourier implements Courier, AutoCloseable {
  private final CourierParts parts;
  private final Watchdog watchdog;

  private SmtpCourier(CourierParts parts, Watchdog watchdog) {
    this.parts = parts;
    this.watchdog = watchdog;
  }

  /// A courier as the configuration wants it: `[outbound]`, the host's name, and the listeners, by
  /// which it knows itself.
  ///
  /// @param state keeps MTA-STS policies
  /// @param listeners hear of every attempt, beside log and metrics
  /// @throws IOException if the file of authorities cannot be read
  public static SmtpCourier open(
      PosthornConfig config,
      Dns dns,
      StateStore state,
      MeterRegistry registry,
      InstantSource clock,
      AttemptListener... listeners)
      throws IOException {
    OutboundConfig outbound = config.outbound();
    WebPki webPki = WebPki.open(outbound.trustStore());
    OwnHost own = OwnHost.of(config);
    RandomGenerator random = new SecureRandom();
    Watchdog watchdog = new Watchdog();
    ConnectionCache connections = new ConnectionCache(outbound.reuse(), watchdog);
    OutboundMetrics metrics = new OutboundMetrics(registry);
    metrics.watchIdle(connections::size);
    Dialer dialer =
        new Dialer(settings(outbound, config.server().hostname()), new TlsClient(), watchdog);
    HostAddresses addresses =
        new HostAddresses(dns, outbound.addressFamily(), outbound.maxAddresses(), random);
    PolicySource policies =
        new HttpsPolicySource(
            addresses::list, webPki.authorities(), watchdog, outbound.mtaStsPort());
    return new SmtpCourier(
        new CourierParts(
            outbound,
            new Routes(outbound.routes()),
            new MailHosts(dns, outbound.port(), own, random),
            addresses,
            new TlsPolicies(outbound, dns, new StsPolicies(dns, policies, state, clock), webPki),
            own,
            dialer,
            connections,
            AttemptListener.all(
                Stream.concat(Stream.of(metrics, new AttemptLog()), Stream.of(listeners))
                    .toList())),
        watchdog);
  }

  private static ClientSettings settings(OutboundConfig outbound, String hostname) {
    OutboundTimeouts t = outbound.timeouts();
    return new ClientSettings(
        outbound.helo().orElse(hostname),
        new ClientTimeouts(
            t.connect(), t.greeting(), t.command(), t.data(), t.block(), t.end(), t.attempt()),
        outbound.sourceAddresses(),
        outbound.chunking(),
        switch (outbound.eightBit()) {
          case EightBitContent.CONVERT -> ClientSettings.EightBit.CONVERT;
          case EightBitContent.BOUNCE -> ClientSettings.EightBit.REFUSE;
        },
        outbound.transactionRecipients());
  }

  @Override
  public List<RecipientResult> deliver(OutboundMessage message, BooleanSupplier moreWaits) {
    return new DeliveryAttempt(parts, message, moreWaits).run();
  }

  /// Closes all connections. Attempts that are under way end as if their peer had not answered.
  @Override
  public void close() {
    parts.connections().close();
    watchdog.close();
  }
}
