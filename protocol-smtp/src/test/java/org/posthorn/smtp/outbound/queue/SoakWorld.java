package org.posthorn.smtp.outbound.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.function.BooleanSupplier;
import org.posthorn.smtp.outbound.Courier;
import org.posthorn.smtp.outbound.OutboundMessage;
import org.posthorn.smtp.outbound.RecipientResult;
import org.posthorn.storage.MovableClock;

/// Hosts of which some are down, and what they saw. Thread-safe.
///
/// While all good hosts have mail waiting, attempts go in waves: each stands until as many stand as
/// may be made at one time. At that moment nothing is on its way, so what has come to whom shows
/// exactly what the queue chose.
final class SoakWorld implements Courier {
  static final Duration OUTAGE = Duration.ofHours(7);

  /// Messages that each good host must have waiting, so that the next wave fills.
  private static final int RESERVE = 4;

  /// Longer than anything takes that is not stuck.
  private static final int PATIENCE_MINUTES = 10;

  private final MovableClock clock;
  private final Instant opened;
  private final Load load;
  private final Map<String, AtomicInteger> taken = new ConcurrentHashMap<>();
  private final Map<String, Instant> lastTaken = new ConcurrentHashMap<>();
  private final AtomicInteger attemptsAtDead = new AtomicInteger();

  /// Attempts, by destination.
  private final AtomicIntegerArray begun;

  private final CyclicBarrier wave;
  private volatile boolean waving = true;

  /// Written between two waves.
  private Waves waves = new Waves(0, 0, 0, 0);

  private volatile boolean stuck;

  /// What is to be sent.
  ///
  /// @param destinations all but the greedy one; the first twentieth is dead, the next tenth is
  ///     down for a while, half of it without an answer and half with one that says "later"
  /// @param each messages for each of them
  /// @param greedy messages for one more, which is well
  record Load(int destinations, int each, int greedy) {
    boolean isDead(int destination) {
      return destination < destinations / 20;
    }

    boolean failsForAWhile(int destination) {
      return !isDead(destination) && destination < firstGood();
    }

    /// Whether nobody answers there.
    boolean isSilent(int destination) {
      return isDead(destination) || (failsForAWhile(destination) && destination % 2 == 0);
    }

    int firstGood() {
      return destinations / 20 + destinations / 10;
    }

    int greedyOne() {
      return destinations;
    }

    static String domain(int destination) {
      return "d" + destination + ".test";
    }

    static String recipient(int destination, int message) {
      return "r" + message + "@" + domain(destination);
    }

    int messagesFor(int destination) {
      return destination == greedyOne() ? greedy : each;
    }
  }

  /// What the waves showed.
  ///
  /// @param count how many there were
  /// @param served the fewest messages that a good destination had had in the last one
  /// @param lag by how many messages, at most, a good destination with mail waiting was behind any
  ///     other destination
  /// @param silent attempts at one silent destination, at most
  record Waves(int count, int served, int lag, int silent) {}

  /// @param width attempts that may be made at one time
  SoakWorld(MovableClock clock, Load load, int width) {
    this.clock = clock;
    this.opened = clock.instant();
    this.load = load;
    this.begun = new AtomicIntegerArray(load.destinations() + 1);
    this.wave = new CyclicBarrier(width, this::look);
  }

  private static int number(String destination) {
    return Integer.parseInt(destination.substring(1, destination.indexOf('.')));
  }

  @Override
  public List<RecipientResult> deliver(OutboundMessage message, BooleanSupplier moreWaits) {
    int number = number(message.destination());
    begun.incrementAndGet(number);
    if (waving) {
      stand();
    }
    boolean down = clock.instant().isBefore(opened.plus(OUTAGE));
    List<RecipientResult> results = new ArrayList<>();
    for (OutboundMessage.Recipient recipient : message.recipients()) {
      if (load.isDead(number)) {
        attemptsAtDead.incrementAndGet();
        results.add(new RecipientResult.Deferred(FakeCourier.UNREACHABLE));
      } else if (load.failsForAWhile(number) && down) {
        results.add(
            new RecipientResult.Deferred(
                load.isSilent(number) ? FakeCourier.UNREACHABLE : FakeCourier.LATER));
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

  private void stand() {
    try {
      int _ = wave.await(PATIENCE_MINUTES, TimeUnit.MINUTES);
    } catch (BrokenBarrierException | TimeoutException _) {
      stuck = true;
      waving = false;
    } catch (InterruptedException _) {
      stuck = true;
      waving = false;
      Thread.currentThread().interrupt();
    }
  }

  /// All stand.
  private void look() {
    int least = Integer.MAX_VALUE;
    int most = 0;
    int silent = waves.silent();
    for (int i = 0; i <= load.destinations(); i++) {
      int here = begun.get(i);
      most = Math.max(most, here);
      least = i < load.firstGood() ? least : Math.min(least, here);
      silent = load.isSilent(i) ? Math.max(silent, here) : silent;
    }
    waves = new Waves(waves.count() + 1, least, Math.max(waves.lag(), most - least), silent);
    waving = most <= load.each() - RESERVE;
  }

  /// What the waves showed; to be asked when they are over.
  Waves waves() {
    if (waving || stuck) {
      throw new IllegalStateException(
          "a wave did not fill: " + wave.getNumberWaiting() + " stand after " + waves);
    }
    return waves;
  }

  /// How often a recipient's message was taken.
  int taken(String recipient) {
    AtomicInteger times = taken.get(recipient);
    return times == null ? 0 : times.get();
  }

  /// When the destination last took a message.
  Instant lastTaken(int destination) {
    return lastTaken.getOrDefault(Load.domain(destination), Instant.MIN);
  }

  int attemptsAtDead() {
    return attemptsAtDead.get();
  }
}
