package org.posthorn.benchmarks;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.function.LongSupplier;
import org.posthorn.auth.dkim.DomainSigner;
import org.posthorn.auth.dns.DnsSettings;
import org.posthorn.auth.dns.ResolverDns;
import org.posthorn.config.PosthornConfig;
import org.posthorn.config.read.ConfigReader;
import org.posthorn.server.daemon.OpenStore;
import org.posthorn.smtp.command.MailParameters;
import org.posthorn.smtp.command.RcptParameters;
import org.posthorn.smtp.outbound.queue.OutboundQueue;
import org.posthorn.smtp.outbound.queue.QueueWorker;
import org.posthorn.smtp.outbound.queue.Sealing;
import org.posthorn.smtp.outbound.route.SmtpCourier;
import org.posthorn.smtp.transaction.Departure;
import org.posthorn.smtp.transaction.Destination;
import org.posthorn.smtp.transaction.Envelope;
import org.posthorn.smtp.wire.PathText;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.model.Actor;
import org.posthorn.storage.model.MailAddress;
import org.posthorn.storage.model.Protocol;

/// How many messages a second go into the queue, and leave it for a server on loopback that takes
/// all of them; both durably, on the embedded store, 4 KB each. Arguments: an empty directory,
/// messages of a round, destinations, rounds. The first round warms the JVM.
public final class SendQueue {
  private static final int CLIENTS = 100;
  private static final byte[] TRACE = "Received: by here\r\n".getBytes(StandardCharsets.US_ASCII);

  private final OpenStore store;
  private final OutboundQueue queue;
  private final int destinations;

  private SendQueue(OpenStore store, OutboundQueue queue, int destinations) {
    this.store = store;
    this.queue = queue;
    this.destinations = destinations;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path directory = Path.of(arguments[0]);
    int messages = Integer.parseInt(arguments[1]);
    int destinations = Integer.parseInt(arguments[2]);
    int rounds = Integer.parseInt(arguments[3]);
    SimpleMeterRegistry registry = new SimpleMeterRegistry();
    Clock clock = Clock.systemUTC();
    try (SinkServer sink = new SinkServer()) {
      PosthornConfig config = config(directory, sink.port());
      ResolverDns dns = new ResolverDns(DnsSettings.defaults());
      try (OpenStore store = OpenStore.open(config, registry);
          SmtpCourier courier =
              SmtpCourier.open(config, dns, store.mail().state(), registry, clock)) {
        OutboundQueue.Services services =
            new OutboundQueue.Services(
                store.mail(),
                store.spool(),
                config.server().hostname(),
                DomainSigner.none(),
                Sealing.none(),
                registry,
                clock);
        OutboundQueue queue = OutboundQueue.of(config.queue(), services);
        SendQueue bench = new SendQueue(store, queue, destinations);
        for (int round = 1; round <= rounds; round++) {
          bench.round(messages, OutboundQueue.worker(config.queue(), services, courier), sink);
        }
      }
    }
  }

  private static PosthornConfig config(Path directory, int port) {
    PosthornConfig defaults = PosthornConfig.defaults();
    return ConfigReader.overlay(
        defaults.withServer(
            defaults.server().withHostname("mail.example.test").withDataDir(directory)),
        """
        [[outbound.route]]
        domain = "*"
        hosts = ["127.0.0.1:%d"]
        tls = "none"
        """
            .formatted(port));
  }

  private void round(int messages, QueueWorker worker, SinkServer sink)
      throws InterruptedException {
    long begun = System.nanoTime();
    submit(messages);
    double queued = seconds(begun);
    long before = sink.messages();
    long connections = sink.connections();
    begun = System.nanoTime();
    worker.start();
    await(() -> sink.messages() - before, messages);
    await(() -> -store.mail().queue().size(), 0);
    double sent = seconds(begun);
    worker.close(Duration.ofSeconds(10));
    System.out.printf(
        "%d messages for %d destinations: queued %.0f/s, delivered %.0f/s over %d connections%n",
        messages,
        destinations,
        messages / queued,
        messages / sent,
        sink.connections() - connections);
  }

  private static double seconds(long begun) {
    return (System.nanoTime() - begun) / 1e9;
  }

  private static void await(LongSupplier value, long least) throws InterruptedException {
    while (value.getAsLong() < least) {
      Thread.sleep(5);
    }
  }

  private void submit(int messages) throws InterruptedException {
    Semaphore free = new Semaphore(CLIENTS);
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < messages; i++) {
        int number = i;
        free.acquire();
        threads.submit(
            () -> {
              try {
                submitOne(number);
              } finally {
                free.release();
              }
            });
      }
    }
  }

  private void submitOne(int number) {
    String recipient = "r" + number + "@d" + number % destinations + ".test";
    byte[] message =
        ("Subject: " + number + "\r\n\r\n" + "0123456789 abcdefghij 0123456789 x\r\n".repeat(113))
            .getBytes(StandardCharsets.US_ASCII);
    try (SpooledBody body = store.spool().body(message)) {
      MailAddress address = MailAddress.parse(recipient).orElseThrow();
      Envelope.Recipient to =
          new Envelope.Recipient(
              PathText.forwardPath(recipient).orElseThrow(),
              RcptParameters.NONE,
              new Destination.Deliverable(address, List.of(), List.of(address)));
      Envelope envelope =
          new Envelope(
              PathText.reversePath("alice@example.test").orElseThrow(),
              MailParameters.NONE,
              List.of(to));
      Departure departure =
          new Departure(
              "m" + number,
              true,
              envelope,
              TRACE,
              body.content(),
              Clock.systemUTC().instant(),
              true);
      store
          .mail()
          .delivery()
          .deliver(
              Actor.system(Protocol.SUBMISSION, "benchmark"),
              body,
              departure.receivedAt(),
              List.of(),
              queue.onward(departure));
    }
  }
}
