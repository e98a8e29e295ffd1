package org.posthorn.server.daemon;

import io.micrometer.core.instrument.MeterRegistry;
import java.time.Clock;
import java.time.Duration;
import org.posthorn.config.PosthornConfig;
import org.posthorn.config.QueueConfig;
import org.posthorn.smtp.outbound.Courier;
import org.posthorn.smtp.outbound.StayingCourier;
import org.posthorn.smtp.outbound.queue.OutboundQueue;
import org.posthorn.smtp.outbound.queue.QueueWorker;
import org.posthorn.smtp.transaction.RemoteDelivery;

/// Mail on its way out, and reports on their way back: the queue and its worker. Thread-safe.
final class OutgoingMail implements AutoCloseable {
  private final OutboundQueue queue;
  private final QueueWorker worker;
  private final Duration grace;

  private OutgoingMail(OutboundQueue queue, QueueWorker worker, Duration grace) {
    this.queue = queue;
    this.worker = worker;
    this.grace = grace;
  }

  /// Builds the queue over the open store; [#start()] begins to work.
  static OutgoingMail of(PosthornConfig config, OpenStore store, MeterRegistry registry) {
    OutboundQueue.Services services =
        new OutboundQueue.Services(
            store.mail(), store.spool(), config.server().hostname(), registry, Clock.systemUTC());
    QueueConfig queue = config.queue().withRemote(false);
    Courier courier = new StayingCourier();
    return new OutgoingMail(
        OutboundQueue.of(queue, services),
        OutboundQueue.worker(queue, services, courier),
        config.server().shutdownDeadline());
  }

  void start() {
    worker.start();
  }

  /// The way into the queue.
  RemoteDelivery way() {
    return queue;
  }

  /// Lets attempts that are under way finish, within the deadline.
  @Override
  public void close() {
    worker.close(grace);
  }
}
