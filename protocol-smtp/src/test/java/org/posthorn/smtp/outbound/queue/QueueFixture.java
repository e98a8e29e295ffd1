package org.posthorn.smtp.outbound.queue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.awaitility.Awaitility;
import org.posthorn.auth.dkim.DomainSigner;
import org.posthorn.config.QueueConfig;
import org.posthorn.smtp.command.ForwardPath;
import org.posthorn.smtp.command.MailParameters;
import org.posthorn.smtp.command.RcptParameters;
import org.posthorn.smtp.command.ReversePath;
import org.posthorn.smtp.outbound.Courier;
import org.posthorn.smtp.transaction.Departure;
import org.posthorn.smtp.transaction.Destination;
import org.posthorn.smtp.transaction.Envelope;
import org.posthorn.smtp.wire.PathText;
import org.posthorn.storage.MovableClock;
import org.posthorn.storage.StorageFixture;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.directory.Resolution;
import org.posthorn.storage.model.Actor;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.Protocol;
import org.posthorn.storage.queue.MailQueue;
import org.posthorn.storage.queue.QueueEntry;

/// A queue with its worker, a store in memory, and a clock that tests move.
final class QueueFixture implements AutoCloseable {
  static final String MESSAGE = "Subject: hello\r\n\r\nwords\r\n";
  static final byte[] PREFIX = "Received: by here\r\n".getBytes(StandardCharsets.US_ASCII);

  final MovableClock clock;
  final StorageFixture store;
  final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
  final FakeCourier courier = new FakeCourier();
  final OutboundQueue outbound;
  private final OutboundQueue.Services services;
  private final QueueConfig config;
  private QueueWorker worker;

  private QueueFixture(
      QueueConfig config, StorageFixture store, MovableClock clock, Sealing sealing) {
    this.config = config;
    this.store = store;
    this.clock = clock;
    this.services =
        new OutboundQueue.Services(
            store.mail(),
            store.spool(),
            "mx.example.test",
            DomainSigner.none(),
            sealing,
            metrics,
            clock);
    this.outbound = OutboundQueue.of(config, services);
    this.worker = worker(courier);
    worker.start();
  }

  static QueueFixture open() {
    return open(QueueConfig.defaults());
  }

  static QueueFixture open(QueueConfig config) {
    MovableClock clock = new MovableClock();
    return open(config, clock, Sealing.none());
  }

  /// One that seals what is sent on.
  static QueueFixture open(QueueConfig config, MovableClock clock, Sealing sealing) {
    return new QueueFixture(
        config, StorageFixture.memory(StorageFixture.options(), clock), clock, sealing);
  }

  /// Another worker on the same store, not started.
  QueueWorker worker(Courier its) {
    return OutboundQueue.worker(config, services, its);
  }

  /// Ends the worker and begins with a new one, as after a restart.
  void restart() {
    worker.close(Duration.ZERO);
    worker = worker(courier);
    worker.start();
  }

  void stopWorker() {
    worker.close(Duration.ZERO);
  }

  MailQueue queue() {
    return store.mail().queue();
  }

  List<QueueEntry> entries() {
    return queue().list(Optional.empty(), 1_000);
  }

  /// Waits until everything that is due has been tried.
  void settle() {
    Awaitility.await()
        .pollInterval(Duration.ofMillis(5))
        .until(
            () -> {
              boolean idle = worker.isIdle();
              if (!idle) {
                worker.wake();
              }
              return idle;
            });
  }

  /// Lets time pass.
  void pass(Duration time) {
    clock.advance(time);
    worker.wake();
    settle();
  }

  /// Submits a message.
  void submit(String sender, String... recipients) {
    submit(sender, MailParameters.NONE, RcptParameters.NONE, recipients);
  }

  void submit(String sender, MailParameters mail, RcptParameters parameters, String... recipients) {
    submit(sender, mail, parameters, true, recipients);
  }

  void submit(
      String sender,
      MailParameters mail,
      RcptParameters parameters,
      boolean reportable,
      String... recipients) {
    try (SpooledBody body = store.body(MESSAGE)) {
      Departure departure = departure(sender, mail, parameters, reportable, body, recipients);
      store
          .mail()
          .delivery()
          .deliver(
              Actor.system(Protocol.SUBMISSION, "test"),
              body,
              clock.instant(),
              List.of(),
              outbound.onward(departure));
    }
  }

  /// A message as it comes in.
  Departure departure(
      String sender,
      MailParameters mail,
      RcptParameters parameters,
      boolean reportable,
      SpooledBody body,
      String... recipients) {
    ReversePath path = PathText.reversePath(sender).orElseThrow();
    List<Envelope.Recipient> all = new ArrayList<>();
    for (String recipient : recipients) {
      ForwardPath forward = PathText.forwardPath(recipient).orElseThrow();
      all.add(new Envelope.Recipient(forward, parameters, destination(recipient)));
    }
    return new Departure(
        "m" + clock.instant().toEpochMilli(),
        true,
        new Envelope(path, mail, all),
        PREFIX,
        body.content(),
        clock.instant(),
        reportable);
  }

  private Destination.Deliverable destination(String recipient) {
    MailAddress address = MailAddress.parse(recipient).orElseThrow();
    return store.directory().resolve(address) instanceof Resolution.Found(var accounts, var remote)
        ? new Destination.Deliverable(address, accounts, remote)
        : new Destination.Deliverable(address, List.of(), List.of(address));
  }

  /// The messages in alice's INBOX.
  List<String> alices() {
    return store.contents(store.alice(), store.inbox(store.alice()));
  }

  @Override
  public void close() {
    worker.close(Duration.ZERO);
    store.verify();
    store.close();
  }
}
