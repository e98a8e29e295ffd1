package org.posthorn.benchmarks;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
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

/// A long queue on the embedded store. `fill DIR ENTRIES DESTINATIONS` puts entries into the queue,
/// ten recipients a message of 4 KB, all of them due at once; `work DIR SECONDS` opens that store
/// as a daemon does after a restart, works the queue for a while, with a server on loopback that
/// takes all, and prints how long it took until the first delivery, what is delivered a second, and
/// how much memory the schedule takes.
public final class QueueBacklog {
  private static final int CLIENTS = 100;
  private static final int RECIPIENTS = 10;
  private static final byte[] TRACE = "Received: by here\r\n".getBytes(StandardCharsets.US_ASCII);

  private final PosthornConfig config;
  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final Clock clock = Clock.systemUTC();

  private QueueBacklog(PosthornConfig config) {
    this.config = config;
  }

  public static void main(String[] arguments) throws IOException, InterruptedException {
    Path directory = Path.of(arguments[1]);
    try (SinkServer sink = new SinkServer()) {
      QueueBacklog backlog = new QueueBacklog(config(directory, sink.port()));
      if (arguments[0].equals("fill")) {
        backlog.fill(Integer.parseInt(arguments[2]), Integer.parseInt(arguments[3]));
      } else {
        backlog.work(sink, Integer.parseInt(arguments[2]));
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

  private OutboundQueue.Services services(OpenStore store) {
    return new OutboundQueue.Services(
        store.mail(),
        store.spool(),
        config.server().hostname(),
        DomainSigner.none(),
        Sealing.none(),
        registry,
        clock);
  }

  private void fill(int entries, int destinations) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    try (OpenStore store = OpenStore.open(config, registry);
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      OutboundQueue queue = OutboundQueue.of(config.queue(), services(store));
      Semaphore free = new Semaphore(CLIENTS);
      for (int i = 0; i < entries / RECIPIENTS; i++) {
        int number = i;
        free.acquire();
        threads.submit(
            () -> {
              try {
                submit(store, queue, number, destinations);
              } finally {
                free.release();
              }
            });
      }
      free.acquire(CLIENTS);
      System.out.printf(
          Locale.ROOT, "%,d entries after %.1f s%n", store.mail().queue().size(), seconds(begun));
    }
  }

  private void submit(OpenStore store, OutboundQueue queue, int number, int destinations) {
    byte[] message =
        ("Subject: " + number + "\r\n\r\n" + "0123456789 abcdefghij 0123456789 x\r\n".repeat(113))
            .getBytes(StandardCharsets.US_ASCII);
    List<Envelope.Recipient> recipients = new ArrayList<>(RECIPIENTS);
    for (int i = 0; i < RECIPIENTS; i++) {
      int destination = (number * RECIPIENTS + i) % destinations;
      recipients.add(recipient("r" + number + "@d" + destination + ".test"));
    }
    try (SpooledBody body = store.spool().body(message)) {
      Envelope envelope =
          new Envelope(
              PathText.reversePath("alice@example.test").orElseThrow(),
              MailParameters.NONE,
              recipients);
      Departure departure =
          new Departure("m" + number, true, envelope, TRACE, body.content(), clock.instant(), true);
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

  private static Envelope.Recipient recipient(String text) {
    MailAddress address = MailAddress.parse(text).orElseThrow();
    return new Envelope.Recipient(
        PathText.forwardPath(text).orElseThrow(),
        RcptParameters.NONE,
        new Destination.Deliverable(address, List.of(), List.of(address)));
  }

  private void work(SinkServer sink, int seconds) throws IOException, InterruptedException {
    long begun = System.nanoTime();
    ResolverDns dns = new ResolverDns(DnsSettings.defaults());
    try (OpenStore store = OpenStore.open(config, registry);
        SmtpCourier courier =
            SmtpCourier.open(config, dns, store.mail().state(), registry, clock)) {
      System.out.printf(Locale.ROOT, "open after %.2f s%n", seconds(begun));
      long before = memory();
      begun = System.nanoTime();
      QueueWorker worker = OutboundQueue.worker(config.queue(), services(store), courier);
      worker.start();
      while (sink.messages() == 0) {
        Thread.sleep(1);
      }
      System.out.printf(Locale.ROOT, "first delivery after %.2f s%n", seconds(begun));
      for (int second = 1; second <= seconds; second++) {
        long delivered = sink.messages();
        Thread.sleep(1_000);
        System.out.printf(
            Locale.ROOT,
            "second %d: %,d delivered; %,.0f entries of %,.0f destinations in memory%n",
            second,
            sink.messages() - delivered,
            gauge("posthorn.queue.window"),
            gauge("posthorn.queue.destinations"));
      }
      System.out.printf(
          Locale.ROOT,
          "%,d entries wait still; the heap has grown by %,d MB%n",
          store.mail().queue().size(),
          (memory() - before) >> 20);
      worker.close(Duration.ofSeconds(10));
    }
  }

  private double gauge(String name) {
    return registry.get(name).gauge().value();
  }

  private static long memory() {
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static double seconds(long begun) {
    return (System.nanoTime() - begun) / 1e9;
  }
}
