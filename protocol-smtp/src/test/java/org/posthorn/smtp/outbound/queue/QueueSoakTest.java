package org.posthorn.smtp.outbound.queue;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.posthorn.config.QueueConfig;
import org.posthorn.smtp.outbound.queue.SoakWorld.Load;

/// Many messages for many destinations, a tenth of which fail for a while and a twentieth for ever,
/// and one of which gets twenty times as many, on virtual time: nothing is lost, nothing comes
/// twice, destinations take turns, nobody waits for others, and senders hear of what failed.
class QueueSoakTest {
  private static final Duration STEP = Duration.ofMinutes(5);
  private static final int GREED = 20;

  /// Who submits at the same time: a message that waits for the store costs memory.
  private static final int CLIENTS = 200;

  /// Destinations take turns; so while all of them have mail waiting, and none has as many attempts
  /// under way as it may have, one is behind another by the turn that it has not had yet.
  private static final int MAX_LAG = 1;

  private static final String LATE = "late@";

  private static final Pattern REPORTED =
      Pattern.compile("^Final-Recipient: rfc822; ?(\\S+)\r\nAction: (\\S+)\r\n", Pattern.MULTILINE);

  @Test
  void nothingIsLostOrDoubled() throws Exception {
    run(200, 50, MAX_LAG);
  }

  @Tag("soak")
  @Test
  void nothingIsLostOrDoubledOfAHundredThousand() throws Exception {
    run(1_000, 100, MAX_LAG);
  }

  /// More than the window takes, and for each destination as much as it may have in there. The
  /// oldest mail, of which there is much for one destination, is begun before the rest of the queue
  /// has been looked at: so that one is ahead by as many attempts as it may have under way.
  @Tag("soak")
  @Test
  void aFullWindowIsShared() throws Exception {
    run(200, 500, QueueConfig.defaults().maxDeliveriesPerDestination());
  }

  private static void run(int destinations, int each, int maxLag) throws Exception {
    Load load = new Load(destinations, each, GREED * each);
    QueueConfig config = QueueConfig.defaults();
    try (QueueFixture fixture = QueueFixture.open(config)) {
      SoakWorld world = new SoakWorld(fixture.clock, load, config.maxDeliveries());
      fixture.stopWorker();
      try (QueueWorker worker = fixture.worker(world)) {
        submit(fixture, messages(load, load.greedyOne(), load.greedyOne()));
        submit(fixture, messages(load, 0, load.destinations() - 1));
        Instant begun = fixture.clock.instant();
        worker.start();
        settle(worker);
        checkTurns(world, load, config, maxLag);
        checkNobodyWaits(world, load, begun);
        pass(fixture, worker, begun.plus(SoakWorld.OUTAGE.dividedBy(2)));
        // What is new goes at once, whatever has piled up for those that fail.
        submit(fixture, late(load));
        settle(worker);
        checkNobodyWaits(world, load, fixture.clock.instant());
        pass(fixture, worker, begun.plus(Duration.ofDays(6)));
      }
      assertEquals(0, fixture.queue().size());
      checkTaken(world, load);
      checkReports(fixture, load);
    }
  }

  /// Recipients, one of each destination in turns.
  private static List<String> messages(Load load, int first, int last) {
    List<String> recipients = new ArrayList<>();
    for (int i = 0; i < load.messagesFor(first); i++) {
      for (int destination = first; destination <= last; destination++) {
        recipients.add(Load.recipient(destination, i));
      }
    }
    return recipients;
  }

  private static List<String> late(Load load) {
    List<String> recipients = new ArrayList<>();
    for (int i = load.firstGood(); i <= load.greedyOne(); i++) {
      recipients.add(LATE + Load.domain(i));
    }
    return recipients;
  }

  private static void submit(QueueFixture fixture, List<String> recipients) throws Exception {
    List<Future<?>> clients = new ArrayList<>();
    try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int client = 0; client < CLIENTS; client++) {
        int first = client;
        clients.add(
            threads.submit(
                () -> {
                  for (int i = first; i < recipients.size(); i += CLIENTS) {
                    fixture.submit("alice@example.test", recipients.get(i));
                  }
                }));
      }
    }
    for (Future<?> client : clients) {
      client.get();
    }
  }

  private static void settle(QueueWorker worker) throws InterruptedException {
    while (!worker.isIdle()) {
      worker.awaitChange(Duration.ofMillis(200));
    }
  }

  /// Lets time pass until then, or until the queue is empty.
  private static void pass(QueueFixture fixture, QueueWorker worker, Instant end)
      throws InterruptedException {
    while (fixture.clock.instant().isBefore(end) && fixture.queue().size() > 0) {
      Optional<Instant> due = fixture.queue().nextDue(fixture.clock.instant());
      Duration wait = due.map(time -> Duration.between(fixture.clock.instant(), time)).orElse(STEP);
      fixture.clock.advance(wait.compareTo(STEP) > 0 ? wait : STEP);
      worker.wake();
      settle(worker);
    }
  }

  private static void checkTurns(SoakWorld world, Load load, QueueConfig config, int maxLag) {
    SoakWorld.Waves waves = world.waves();
    assertTrue(waves.lag() <= maxLag, "somebody was passed over: " + waves);
    assertTrue(waves.served() >= load.each() / 2, "most of the mail came in turns: " + waves);
    // What was begun before the first of them had failed.
    assertTrue(waves.silent() <= config.maxDeliveriesPerDestination(), "asked again: " + waves);
  }

  private static void checkNobodyWaits(SoakWorld world, Load load, Instant now) {
    for (int i = load.firstGood(); i <= load.greedyOne(); i++) {
      assertEquals(now, world.lastTaken(i), Load.domain(i));
    }
  }

  private static void checkTaken(SoakWorld world, Load load) {
    for (int destination = 0; destination <= load.greedyOne(); destination++) {
      int times = load.isDead(destination) ? 0 : 1;
      for (int i = 0; i < load.messagesFor(destination); i++) {
        String recipient = Load.recipient(destination, i);
        assertEquals(times, world.taken(recipient), recipient);
      }
    }
    late(load).forEach(recipient -> assertEquals(1, world.taken(recipient), recipient));
    // A dead destination is asked now and then, not for each of its messages.
    int perDestination = world.attemptsAtDead() / Math.max(1, load.destinations() / 20);
    assertTrue(perDestination < 6 * 24 * 2 + 20, "asked " + perDestination + " times each");
  }

  /// Each recipient who got nothing is named once as failed; who had to wait for long, once as
  /// delayed; nobody else is named.
  private static void checkReports(QueueFixture fixture, Load load) {
    Map<String, Integer> named = named(fixture.alices());
    for (int i = 0; i < load.firstGood(); i++) {
      for (int message = 0; message < load.each(); message++) {
        String recipient = Load.recipient(i, message);
        assertEquals(1, named.remove("delayed " + recipient), recipient);
        if (load.isDead(i)) {
          assertEquals(1, named.remove("failed " + recipient), recipient);
        }
      }
    }
    assertEquals(Map.of(), named);
  }

  /// What reports say of each recipient, and how often: `failed r1@d1.test`.
  private static Map<String, Integer> named(List<String> reports) {
    Map<String, Integer> named = new HashMap<>();
    for (String report : reports) {
      Matcher recipients = REPORTED.matcher(report);
      assertTrue(recipients.find(), report);
      do {
        named.merge(recipients.group(2) + " " + recipients.group(1), 1, Integer::sum);
      } while (recipients.find());
    }
    return named;
  }
}
