package org.posthorn.smtp.outbound.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.posthorn.config.QueueConfig;
import org.posthorn.smtp.outbound.Courier;
import org.posthorn.smtp.outbound.OutboundMessage;
import org.posthorn.smtp.outbound.RecipientResult;
import org.posthorn.storage.MovableClock;

/// Many messages for many destinations, a tenth of which fail for a while and a twentieth for ever,
/// on virtual time: nothing is lost, nothing comes twice, and nobody waits for others.
class QueueSoakTest {
  private static final Duration OUTAGE = Duration.ofHours(7);
  private static final Duration STEP = Duration.ofMinutes(5);

  /// Who submits at the same time: a message that waits for the store costs memory.
  private static final int CLIENTS = 200;

  @Test
  void nothingIsLostOrDoubled() throws Exception {
    run(10_000, 200);
  }

  @Tag("soak")
  @Test
  void nothingIsLostOrDoubledOfAHundredThousand() throws Exception {
    run(100_000, 1_000);
  }

  /// Hosts of which some are down.
  private static final class World implements Courier {
    private final MovableClock clock;
    private final Instant begun;
    private final int destinations;
    private final Map<String, AtomicInteger> taken = new ConcurrentHashMap<>();
    private final Map<String, Instant> lastTaken = new ConcurrentHashMap<>();
    private final AtomicInteger attempts = new AtomicInteger();
    private final AtomicInteger attemptsAtDead = new AtomicInteger();

    World(MovableClock clock, int destinations) {
      this.clock = clock;
      this.begun = clock.instant();
      this.destinations = destinations;
    }

    boolean isDead(int destination) {
      return destination < destinations / 20;
    }

    boolean failsForAWhile(int destination) {
      return !isDead(destination) && destination < destinations / 20 + destinations / 10;
    }

    private static int number(String destination) {
      return Integer.parseInt(destination.substring(1, destination.indexOf('.')));
    }

    @Override
    public List<RecipientResult> deliver(OutboundMessage message) {
      attempts.incrementAndGet();
      int number = number(message.destination());
      boolean down = clock.instant().isBefore(begun.plus(OUTAGE));
      List<RecipientResult> results = new ArrayList<>();
      for (OutboundMessage.Recipient recipient : message.recipients()) {
        if (isDead(number)) {
          attemptsAtDead.incrementAndGet();
          results.add(new RecipientResult.Deferred(FakeCourier.UNREACHABLE));
        } else if (failsForAWhile(number) && down) {
          results.add(
              new RecipientResult.Deferred(
                  number % 2 == 0 ? FakeCourier.UNREACHABLE : FakeCourier.LATER));
        } else {
          taken
              .computeIfAbsent(recipient.address().wire(), _ -> new AtomicInteger())
              .incrementAndGet();
          lastTaken.merge(message.destination(), clock.instant(), (a, b) -> a.isAfter(b) ? a : b);
          results.add(new RecipientResult.Delivered("mx.test", "250 ok", true));
        }
      }
      return results;
    }
  }

  private static void run(int messages, int destinations) throws Exception {
    try (QueueFixture fixture = QueueFixture.open(QueueConfig.defaults())) {
      World world = new World(fixture.clock, destinations);
      fixture.stopWorker();
      try (QueueWorker worker = fixture.worker(world)) {
        submit(fixture, messages, destinations);
        Instant begun = fixture.clock.instant();
        worker.start();
        settle(worker);
        // No good destination has waited for the others.
        for (int i = destinations / 20 + destinations / 10; i < destinations; i++) {
          assertEquals(begun, world.lastTaken.get("d" + i + ".test"));
        }
        Instant end = begun.plus(Duration.ofDays(6));
        while (fixture.clock.instant().isBefore(end) && fixture.queue().size() > 0) {
          Optional<Instant> due = fixture.queue().nextDue(fixture.clock.instant());
          Duration wait =
              due.map(time -> Duration.between(fixture.clock.instant(), time)).orElse(STEP);
          fixture.clock.advance(wait.compareTo(STEP) > 0 ? wait : STEP);
          worker.wake();
          settle(worker);
        }
      }
      check(fixture, world, messages, destinations);
    }
  }

  private static void submit(QueueFixture fixture, int messages, int destinations) {
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int client = 0; client < CLIENTS; client++) {
        int first = client;
        threads.submit(
            () -> {
              for (int i = first; i < messages; i += CLIENTS) {
                fixture.submit("alice@example.test", "r" + i + "@d" + i % destinations + ".test");
              }
            });
      }
    }
  }

  private static void settle(QueueWorker worker) throws InterruptedException {
    while (!worker.isIdle()) {
      worker.awaitChange(Duration.ofMillis(200));
    }
  }

  private static void check(QueueFixture fixture, World world, int messages, int destinations) {
    assertEquals(0, fixture.queue().size());
    int dead = 0;
    for (int i = 0; i < messages; i++) {
      int destination = i % destinations;
      AtomicInteger taken = world.taken.get("r" + i + "@d" + destination + ".test");
      if (world.isDead(destination)) {
        dead++;
        assertTrue(taken == null, "nobody is there to take it");
      } else {
        assertEquals(1, taken == null ? 0 : taken.get(), "message " + i);
      }
    }
    List<String> reports = fixture.alices();
    assertEquals(dead, reports.stream().filter(one -> one.contains("Action: failed\r\n")).count());
    // A dead destination is asked now and then, not for each of its messages.
    int perDestination = world.attemptsAtDead.get() / Math.max(1, destinations / 20);
    assertTrue(perDestination < 6 * 24 * 2 + 20, "asked " + perDestination + " times each");
  }
}
