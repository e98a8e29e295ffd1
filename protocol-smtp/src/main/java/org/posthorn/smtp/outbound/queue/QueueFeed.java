package org.posthorn.smtp.outbound.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.posthorn.storage.queue.MailQueue;
import org.posthorn.storage.queue.MailQueue.Cursor;
import org.posthorn.storage.queue.QueueRef;

/// Looks for due entries in the store: after the start for all of them, then for what has become
/// due since. For one thread.
///
/// It goes through each partition in order of due time, a piece at a time, as far as the window
/// takes what it finds; of a destination that has enough in the window it only remembers that there
/// is more.
final class QueueFeed {
  private static final int BATCH = 250;
  private static final int BATCH_PER_DESTINATION = 256;

  /// Another daemon's commit may show an entry later than it was due.
  private static final Duration OVERLAP = Duration.ofMinutes(2);

  private static final Duration LOOK_BACK = Duration.ofSeconds(30);

  private final MailQueue queue;
  private final List<Cursor> cursors = new ArrayList<>();
  private Instant lookedBack = Instant.EPOCH;

  /// Where a round begins, so that no partition is always the last one.
  private int first;

  QueueFeed(MailQueue queue) {
    this.queue = queue;
    for (int i = 0; i < MailQueue.PARTITIONS; i++) {
      cursors.add(Cursor.at(Instant.EPOCH));
    }
  }

  /// Takes entries, each of them in turn.
  @FunctionalInterface
  interface Window {
    /// What became of the offer.
    Schedule.Taken offer(QueueRef ref);
  }

  /// How far a look came.
  enum Look {
    /// Everything that is due was seen.
    ALL,
    /// There is more to look at.
    PART,
    /// There is more, and no room in the window.
    FULL
  }

  /// Offers what has become due: of each partition a piece, since others wait meanwhile.
  Look look(Instant now, Window window) {
    if (!now.isBefore(lookedBack.plus(LOOK_BACK))) {
      lookedBack = now;
      Cursor overlap = Cursor.at(now.minus(OVERLAP));
      cursors.replaceAll(cursor -> cursor.due().isAfter(overlap.due()) ? overlap : cursor);
    }
    first = (first + 1) % MailQueue.PARTITIONS;
    Look look = Look.ALL;
    for (int i = 0; i < MailQueue.PARTITIONS; i++) {
      Look one = look((first + i) % MailQueue.PARTITIONS, now, window);
      look = one.compareTo(look) > 0 ? one : look;
    }
    return look;
  }

  private Look look(int partition, Instant now, Window window) {
    List<QueueRef> refs = queue.due(partition, cursors.get(partition), now, BATCH);
    for (QueueRef ref : refs) {
      if (window.offer(ref) == Schedule.Taken.NO) {
        return Look.FULL;
      }
      cursors.set(partition, Cursor.behind(ref));
    }
    return refs.size() < BATCH ? Look.ALL : Look.PART;
  }

  /// An entry that was announced found no room: it will be looked for again.
  void missed(QueueRef ref) {
    Cursor cursor = cursors.get(ref.partition());
    Cursor before = Cursor.at(ref.dueAt());
    if (before.due().isBefore(cursor.due())) {
      cursors.set(ref.partition(), before);
    }
  }

  /// Offers more of one destination.
  ///
  /// @return whether the store may have still more
  boolean feed(String destination, Instant now, Window window) {
    boolean more = false;
    first = (first + 1) % MailQueue.PARTITIONS;
    for (int i = 0; i < MailQueue.PARTITIONS; i++) {
      int partition = (first + i) % MailQueue.PARTITIONS;
      List<QueueRef> refs = queue.dueFor(partition, destination, now, BATCH_PER_DESTINATION);
      for (QueueRef ref : refs) {
        if (window.offer(ref) != Schedule.Taken.YES) {
          return true;
        }
      }
      more |= refs.size() == BATCH_PER_DESTINATION;
    }
    return more;
  }
}
