package org.posthorn.server.daemon;

import io.micrometer.core.instrument.MeterRegistry;
import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import org.posthorn.auth.MessageVerifier;
import org.posthorn.auth.dkim.DomainSigner;
import org.posthorn.auth.dkim.VerifierLimits;
import org.posthorn.auth.dns.Dns;
import org.posthorn.config.PosthornConfig;
import org.posthorn.server.setup.DkimSigning;
import org.posthorn.smtp.outbound.StayingCourier;
import org.posthorn.smtp.outbound.queue.OutboundQueue;
import org.posthorn.smtp.outbound.queue.QueueWorker;
import org.posthorn.smtp.outbound.queue.Sealing;
import org.posthorn.smtp.outbound.route.SmtpCourier;
import org.posthorn.smtp.transaction.RemoteDelivery;

/// Mail on its way out, and reports on their way back: the queue, its worker, and the courier.
/// Thread-safe.
final class OutgoingMail implements AutoCloseable {
  /// How long a message that is to be sent on waits for the keys of its chain.
  private static final Duration PATIENCE = Duration.ofSeconds(5);

  private final OutboundQueue queue;
  private final QueueWorker worker;
  private final Resources resources;

  private OutgoingMail(OutboundQueue queue, QueueWorker worker, Resources resources) {
    this.queue = queue;
    this.worker = worker;
    this.resources = resources;
  }

  /// Builds the queue over the open store; [#start()] begins to work.
  ///
  /// @throws IOException where a key that signs, or the file of authorities, cannot be used
  static OutgoingMail of(PosthornConfig config, OpenStore store, Dns dns, MeterRegistry registry)
      throws IOException {
    Clock clock = Clock.systemUTC();
    DomainSigner signer = DkimSigning.signer(config.dkim(), clock);
    OutboundQueue.Services services =
        new OutboundQueue.Services(
            store.mail(),
            store.spool(),
            config.server().hostname(),
            signer,
            sealing(config, signer, dns, clock),
            registry,
            clock);
    Resources resources = new Resources();
    QueueWorker worker;
    if (config.queue().remote()) {
      SmtpCourier courier =
          resources.add(SmtpCourier.open(config, dns, store.mail().state(), registry, clock));
      worker = OutboundQueue.worker(config.queue(), services, courier);
    } else {
      worker = OutboundQueue.worker(config.queue(), services, new StayingCourier());
    }
    return new OutgoingMail(OutboundQueue.of(config.queue(), services), worker, resources);
  }

  private static Sealing sealing(PosthornConfig config, DomainSigner signer, Dns dns, Clock clock) {
    if (!config.dkim().seal()) {
      return Sealing.none();
    }
    MessageVerifier verifier =
        new MessageVerifier(dns, VerifierLimits.DEFAULT.withPatience(PATIENCE), clock);
    return Sealing.of(signer, verifier, config.server().hostname(), clock);
  }

  void start() {
    worker.start();
  }

  /// The way into the queue.
  RemoteDelivery way() {
    return queue;
  }

  /// Starts no attempts any more, and lets those that are under way finish for a while.
  void finish(Duration grace) {
    worker.finish(grace);
  }

  /// Breaks off what is still under way.
  @Override
  public void close() throws IOException {
    worker.close(Duration.ZERO);
    resources.close();
  }
}
