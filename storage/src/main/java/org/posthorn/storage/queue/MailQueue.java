package org.posthorn.storage.queue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.posthorn.storage.blob.Content;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.model.QueueEntryId;

/// The durable queue of mail that waits for another attempt, or for its first. Thread-safe;
/// methods block, and return when their effect is durable.
///
/// A worker finds what is due ([#due], [#dueFor], [#onNew]), leases it ([#lease]), makes an
/// attempt and tells the end of it ([#settle]). A lease carries a fencing token: whoever has lost
/// it, because it ran out and somebody else took the entry, changes nothing any more.
public interface MailQueue {
  /// The parts of the queue, which are locked apart from each other: numbers from 0 to 15.
  int PARTITIONS = 16;

  /// Queues one message for recipients: all or none.
  ///
  /// @param entries at most 1,000, and not more than 7 MB of prefixes
  List<QueueEntryId> enqueue(SpooledBody body, List<NewEntry> entries);

  /// Has the listener told of the entries that this process puts into the queue, or makes due, once
  /// they are durable: those of one message together. The listener must be quick and must not
  /// call the store. There is one.
  void onNew(Consumer<List<QueueRef>> listener);

  /// A place among the entries of a partition in order of due time.
  record Cursor(Instant due, QueueEntryId id) {
    /// Before everything that is due at that time or later.
    public static Cursor at(Instant due) {
      return new Cursor(due, new QueueEntryId(0));
    }

    /// Behind that entry.
    public static Cursor behind(QueueRef ref) {
      return new Cursor(ref.dueAt(), ref.id());
    }
  }

  /// Entries of a partition behind the cursor that are due at that time, oldest first.
  List<QueueRef> due(int partition, Cursor from, Instant to, int limit);

  /// Entries of a partition for one destination that are due, oldest first.
  List<QueueRef> dueFor(int partition, String destination, Instant to, int limit);

  /// When the next entry is due, or a lease ends, after that time.
  Optional<Instant> nextDue(Instant after);

  /// Takes entries for a while. Left out are those that are gone, not due, held, or another
  /// worker's.
  ///
  /// @param partition where all of them lie
  List<QueueLease> lease(int partition, List<QueueEntryId> ids, Instant now, Duration duration);

  /// Puts entries off that are due, without an attempt. Left out are those that are gone, not due,
  /// held, leased, going back, or about to expire or to be told of by then.
  ///
  /// @param partition where all of them lie
  /// @return what has to be looked at one by one
  List<QueueEntryId> postpone(
      int partition, List<QueueEntryId> ids, Instant now, Instant next, String error);

  /// Makes leases of one partition longer.
  ///
  /// @return false where one of them was lost
  boolean renew(List<QueueLease> leases, Instant until);

  /// Tells how attempts ended, and queues the reports about them, in one transaction.
  ///
  /// @param endings of entries of one partition
  /// @return the entries whose lease was lost; nothing changed for them
  Set<QueueEntryId> settle(List<Ending> endings, List<QueuedReport> reports);

  /// The message of an entry: prefix and body.
  Content content(QueueEntry entry);

  /// Entries in order of partition and id, for people to look at.
  ///
  /// @param after begins behind this entry; empty for the first
  /// @param limit at most so many
  List<QueueEntry> list(Optional<QueueEntry> after, int limit);

  /// The entry, if it is still there.
  Optional<QueueEntry> find(QueueEntryId id);

  /// Holds an entry back until it is released. An attempt that is under way goes on.
  ///
  /// @return false where it is gone
  boolean hold(QueueEntryId id);

  /// Lets a held entry go, due at once.
  ///
  /// @return false where it is gone or was not held
  boolean release(QueueEntryId id, Instant now);

  /// Makes a waiting entry due at once.
  ///
  /// @return false where it is gone, held, or being tried
  boolean hurry(QueueEntryId id, Instant now);

  /// Has an entry go back to its sender: a worker will do it, without another attempt.
  ///
  /// @return false where it is gone
  boolean giveBack(QueueEntryId id, Instant now);

  /// Removes an entry without a word to anybody.
  ///
  /// @return false where it is gone
  boolean drop(QueueEntryId id);

  /// How many entries there are.
  long size();

  /// How full it is.
  QueueTotals totals();
}
