package org.posthorn.smtp.outbound.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.stream.Stream;
import org.posthorn.smtp.outbound.RecipientResult.Trouble;

/// What the schedule knows of one destination. Guarded by the schedule.
final class Lane {
  /// Bands of priority: urgent, normal, and what has time.
  static final int BANDS = 3;

  private static final Comparator<WorkItem> ORDER =
      Comparator.comparingInt(WorkItem::priority).reversed().thenComparingLong(WorkItem::sequence);

  private final String destination;
  private final List<Queue<WorkItem>> waiting =
      Stream.<Queue<WorkItem>>generate(() -> new PriorityQueue<>(ORDER)).limit(BANDS).toList();

  /// Waiting items that take further recipients.
  private final Map<WorkItem.Key, WorkItem> open = new HashMap<>();

  private final boolean[] inRing = new boolean[BANDS];
  private final ArrayDeque<Instant> recent = new ArrayDeque<>();
  private int entries;
  private int running;
  private boolean more;
  private int failures;
  private Instant blockedUntil = Instant.MIN;
  private Optional<Trouble> trouble = Optional.empty();

  Lane(String destination) {
    this.destination = destination;
  }

  String destination() {
    return destination;
  }

  static int band(int priority) {
    return priority > 0 ? 0 : priority == 0 ? 1 : 2;
  }

  Optional<WorkItem> open(WorkItem.Key key) {
    return Optional.ofNullable(open.get(key));
  }

  void add(WorkItem item) {
    waiting.get(band(item.priority())).add(item);
    open.put(item.key(), item);
    entries++;
  }

  void joined(WorkItem item) {
    entries++;
    if (item.isFull()) {
      open.remove(item.key());
    }
  }

  boolean waits(int band) {
    return !waiting.get(band).isEmpty();
  }

  /// Takes the next item of a band, which must have one.
  WorkItem take(int band) {
    WorkItem item = waiting.get(band).remove();
    open.remove(item.key(), item);
    entries -= item.size();
    running++;
    return item;
  }

  void ended() {
    running--;
  }

  /// Entries that wait in memory.
  int entries() {
    return entries;
  }

  int running() {
    return running;
  }

  /// Whether the store has more for it that is due.
  boolean hasMore() {
    return more;
  }

  void setMore(boolean value) {
    more = value;
  }

  boolean isInRing(int band) {
    return inRing[band];
  }

  void setInRing(int band, boolean value) {
    inRing[band] = value;
  }

  /// Whether nothing is known of it that would be missed.
  boolean isIdle(Instant now) {
    return entries == 0 && running == 0 && !more && failures == 0 && isRested(now);
  }

  /// Whether its servers could not be reached, and it is to be left alone.
  boolean isBlocked(Instant now) {
    return now.isBefore(blockedUntil);
  }

  Instant blockedUntil() {
    return blockedUntil;
  }

  /// Why it is left alone; there while it has failed.
  Optional<Trouble> trouble() {
    return trouble;
  }

  int failures() {
    return failures;
  }

  void failed(Trouble why, Instant until) {
    failures++;
    trouble = Optional.of(why);
    blockedUntil = until;
  }

  void reached() {
    failures = 0;
    trouble = Optional.empty();
    blockedUntil = Instant.MIN;
  }

  /// Counts a start against the rate.
  void started(Instant now, Duration window) {
    recent.add(now);
    forget(now, window);
  }

  private void forget(Instant now, Duration window) {
    while (!recent.isEmpty() && !recent.peek().plus(window).isAfter(now)) {
      recent.remove();
    }
  }

  /// When it may have another start.
  ///
  /// @param rate starts in the window; 0 for no limit
  /// @return empty where it may now
  Optional<Instant> pausedUntil(Instant now, int rate, Duration window) {
    if (rate == 0) {
      return Optional.empty();
    }
    forget(now, window);
    return recent.size() < rate ? Optional.empty() : Optional.of(recent.getFirst().plus(window));
  }

  private boolean isRested(Instant now) {
    return recent.isEmpty() || recent.getLast().plus(Schedule.RATE_WINDOW).isBefore(now);
  }
}
