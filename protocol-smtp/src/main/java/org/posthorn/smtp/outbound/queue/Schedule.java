package org.posthorn.smtp.outbound.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.posthorn.smtp.outbound.RecipientResult.Trouble;
import org.posthorn.storage.model.QueueEntryId;
import org.posthorn.storage.queue.QueueRef;

/// Says what is tried next, out of a window of the entries that are due. Knows neither store nor
/// threads; guarded by its user.
///
/// Destinations take turns, so that one with ten thousand messages holds up nobody else's. Each
/// has at most so many attempts at one time, and so many starts a minute. A destination that could
/// not be reached is left alone for a while: what comes up for it meanwhile shares the failure
/// without an attempt, and then a single attempt finds out whether it is back. Urgent mail goes
/// first, but not always (RFC 6710 §4.1).
final class Schedule {
  static final Duration RATE_WINDOW = Duration.ofMinutes(1);

  /// Of so many picks one goes to each lower band first, so that none starves.
  private static final int TURNS_NORMAL = 4;

  private static final int TURNS_LOW = 16;

  /// How much is kept in memory, and allowed at one time.
  ///
  /// @param entries entries in the window
  /// @param lanes destinations in the window
  /// @param entriesPerLane entries of one destination; the rest stays in the store
  /// @param attemptsPerLane attempts for one destination at one time
  /// @param rate starts a minute for one destination; 0 for no limit
  record Bounds(int entries, int lanes, int entriesPerLane, int attemptsPerLane, int rate) {}

  private final Bounds bounds;
  private final RetryPlan plan;
  private final Map<String, Lane> lanes = new HashMap<>();
  private final List<ArrayDeque<Lane>> rings =
      Stream.generate(() -> new ArrayDeque<Lane>()).limit(Lane.BANDS).toList();

  /// Lanes that may go on at some time, with the time.
  private final PriorityQueue<Pause> pauses =
      new PriorityQueue<>(Comparator.comparing(Pause::until));

  /// Lanes for which the store has more and that have little in the window; who was fed longest ago
  /// comes first.
  private final Set<Lane> hungry = new LinkedHashSet<>();

  /// Lanes that are left alone, or were until a moment ago. A lane is taken out before its time
  /// changes.
  private final TreeSet<Lane> blocked =
      new TreeSet<>(Comparator.comparing(Lane::blockedUntil).thenComparing(Lane::destination));

  /// Entries that wait in the window or are being tried.
  private final Set<QueueEntryId> known = new HashSet<>();

  private int waiting;
  private long sequence;
  private int picks;

  private record Pause(Instant until, Lane lane) {}

  /// What to do next.
  sealed interface Pick {
    String destination();

    /// An attempt.
    record Try(WorkItem item) implements Pick {
      @Override
      public String destination() {
        return item.destination();
      }
    }

    /// No attempt for these, which wait for a destination that is left alone.
    ///
    /// @param trouble why it cannot be reached
    /// @param notBefore when it may be asked again
    record Share(String destination, List<WorkItem> items, Trouble trouble, Instant notBefore)
        implements Pick {
      public Share {
        items = List.copyOf(items);
      }
    }
  }

  Schedule(Bounds bounds, RetryPlan plan) {
    this.bounds = bounds;
    this.plan = plan;
  }

  /// What became of an offer.
  enum Taken {
    /// It is in the window, or was already.
    YES,
    /// Its destination has enough in the window, and will ask the store for more.
    LATER,
    /// The window is full.
    NO
  }

  /// Takes an entry that is due into the window.
  Taken offer(QueueRef ref) {
    if (known.contains(ref.id())) {
      return Taken.YES;
    }
    Lane lane = lanes.get(ref.destination());
    if (waiting >= bounds.entries() || (lane == null && lanes.size() >= bounds.lanes())) {
      return Taken.NO;
    }
    if (lane == null) {
      lane = new Lane(ref.destination());
      lanes.put(ref.destination(), lane);
    }
    if (lane.entries() >= bounds.entriesPerLane()) {
      lane.setMore(true);
      return Taken.LATER;
    }
    Optional<WorkItem> open = lane.open(WorkItem.Key.of(ref));
    if (open.isPresent()) {
      open.get().add(ref.id());
      lane.joined(open.get());
    } else {
      lane.add(new WorkItem(ref, sequence++));
    }
    known.add(ref.id());
    waiting++;
    enter(lane);
    weigh(lane);
    return Taken.YES;
  }

  private void enter(Lane lane) {
    for (int band = 0; band < Lane.BANDS; band++) {
      if (lane.waits(band) && !lane.isInRing(band)) {
        lane.setInRing(band, true);
        rings.get(band).add(lane);
      }
    }
  }

  /// The next item, if there is one that may be tried now.
  Optional<Pick> next(Instant now) {
    wake(now);
    picks++;
    int[] order =
        picks % TURNS_LOW == 0
            ? new int[] {2, 1, 0}
            : picks % TURNS_NORMAL == 0 ? new int[] {1, 0, 2} : new int[] {0, 1, 2};
    for (int band : order) {
      Optional<Pick> pick = next(band, now);
      if (pick.isPresent()) {
        return pick;
      }
    }
    return Optional.empty();
  }

  private void wake(Instant now) {
    while (!pauses.isEmpty() && !pauses.peek().until().isAfter(now)) {
      enter(pauses.remove().lane());
    }
  }

  private Optional<Pick> next(int band, Instant now) {
    ArrayDeque<Lane> ring = rings.get(band);
    while (!ring.isEmpty()) {
      Lane lane = ring.remove();
      lane.setInRing(band, false);
      if (!lane.waits(band)) {
        continue;
      }
      Optional<Trouble> trouble = lane.trouble();
      if (trouble.isPresent() && lane.isBlocked(now)) {
        return Optional.of(
            new Pick.Share(lane.destination(), takeAll(lane), trouble.get(), lane.blockedUntil()));
      }
      if (mayStart(lane, now)) {
        lane.started(now, RATE_WINDOW);
        Pick pick = new Pick.Try(take(lane, band));
        enter(lane);
        return Optional.of(pick);
      }
      // It comes back when an attempt ends, or with the time.
    }
    return Optional.empty();
  }

  private boolean mayStart(Lane lane, Instant now) {
    int most = lane.failures() > 0 ? 1 : bounds.attemptsPerLane();
    if (lane.running() >= most) {
      return false;
    }
    Optional<Instant> pause = lane.pausedUntil(now, bounds.rate(), RATE_WINDOW);
    pause.ifPresent(until -> pauses.add(new Pause(until, lane)));
    return pause.isEmpty();
  }

  private WorkItem take(Lane lane, int band) {
    WorkItem item = lane.take(band);
    waiting -= item.size();
    weigh(lane);
    return item;
  }

  private List<WorkItem> takeAll(Lane lane) {
    List<WorkItem> items = new ArrayList<>();
    for (int band = 0; band < Lane.BANDS; band++) {
      while (lane.waits(band)) {
        items.add(take(lane, band));
      }
    }
    return items;
  }

  /// A pick has been carried out: its entries are gone, or due at some later time.
  void ended(Pick pick, Instant now) {
    List<WorkItem> items =
        switch (pick) {
          case Pick.Try(WorkItem item) -> List.of(item);
          case Pick.Share share -> share.items();
        };
    Lane lane = lanes.get(pick.destination());
    for (WorkItem item : items) {
      item.ids().forEach(known::remove);
      if (lane != null) {
        lane.ended();
      }
    }
    if (lane != null) {
      enter(lane);
      forgetIfIdle(lane, now);
    }
  }

  private void forgetIfIdle(Lane lane, Instant now) {
    if (lane.isIdle(now)) {
      lanes.remove(lane.destination());
    }
  }

  /// Somebody answered for the destination.
  void reached(String destination) {
    Lane lane = lanes.get(destination);
    if (lane != null) {
      blocked.remove(lane);
      lane.reached();
      enter(lane);
    }
  }

  /// Nobody could be reached for the destination. What was begun before it was last found out does
  /// not count again.
  ///
  /// @param begun when the attempt began
  /// @return when the destination may be asked again
  Instant unreachable(String destination, Trouble why, Instant begun, Instant now) {
    Lane lane = lanes.get(destination);
    if (lane == null) {
      return now;
    }
    if (lane.failures() == 0 || !begun.isBefore(lane.blockedUntil())) {
      blocked.remove(lane);
      lane.failed(why, now.plus(plan.backOff(lane.failures() + 1)));
      blocked.add(lane);
    }
    return lane.blockedUntil();
  }

  /// Whether something waits for the destination that is due.
  boolean hasMore(String destination) {
    Lane lane = lanes.get(destination);
    return lane != null && (lane.entries() > 0 || lane.hasMore());
  }

  /// Sees whether a destination is hungry.
  private void weigh(Lane lane) {
    if (lane.hasMore() && lane.entries() <= bounds.entriesPerLane() / 4) {
      hungry.add(lane);
    } else {
      hungry.remove(lane);
    }
  }

  /// Whether the store should be asked for more.
  boolean hasRoom() {
    return waiting <= bounds.entries() * 3L / 4 && lanes.size() <= bounds.lanes() * 3L / 4;
  }

  /// Whether there is a destination for which the store has more, and the window room.
  boolean isHungry() {
    return !hungry.isEmpty() && waiting <= bounds.entries() * 3L / 4;
  }

  /// Destinations for which the store has more, and the window room; those that were named longest
  /// ago come first.
  List<String> hungry(int most) {
    if (!isHungry()) {
      return List.of();
    }
    List<Lane> named = hungry.stream().limit(most).toList();
    named.forEach(hungry::remove);
    hungry.addAll(named);
    return named.stream().map(Lane::destination).toList();
  }

  /// The store has been asked for a hungry destination.
  ///
  /// @param more whether it has still more
  void fed(String destination, boolean more) {
    Lane lane = lanes.get(destination);
    if (lane != null) {
      lane.setMore(more);
      weigh(lane);
    }
  }

  /// Forgets destinations that have nothing left to remember.
  void tidy(Instant now) {
    lanes
        .values()
        .removeIf(
            lane -> {
              boolean forgiven =
                  lane.entries() == 0
                      && lane.running() == 0
                      && !lane.hasMore()
                      && lane.blockedUntil().isBefore(now.minus(plan.lastBackOff()));
              return lane.isIdle(now) || (forgiven && lane.failures() > 0);
            });
  }

  /// Entries in the window that wait.
  int waiting() {
    return waiting;
  }

  /// Destinations in the window.
  int lanes() {
    return lanes.size();
  }

  /// Destinations that are left alone now.
  int blocked(Instant now) {
    while (!blocked.isEmpty() && !blocked.first().isBlocked(now)) {
      blocked.removeFirst();
    }
    return blocked.size();
  }

  /// When a paused destination may go on.
  Optional<Instant> nextWake() {
    return Optional.ofNullable(pauses.peek()).map(Pause::until);
  }
}
