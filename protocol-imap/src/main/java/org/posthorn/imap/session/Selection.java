package org.posthorn.imap.session;

import java.util.ArrayList;
import java.util.List;
import org.posthorn.imap.command.MessageSet;
import org.posthorn.imap.command.NumberSet;
import org.posthorn.storage.mailbox.MailboxSnapshot;
import org.posthorn.storage.model.UidSet;

/// The messages of a view that a command names. Immutable.
///
/// @param snapshot the picture that the indexes belong to
/// @param ranges indexes in the snapshot: ascending, apart from each other
/// @param ghosts how many messages were named by sequence number that are gone already
record Selection(MailboxSnapshot snapshot, List<Range> ranges, int ghosts) {
  /// Indexes from `from` on, `to` exclusive.
  record Range(int from, int to) {}

  Selection {
    ranges = List.copyOf(ranges);
  }

  /// Finds the messages that a client named.
  ///
  /// @throws CommandRefused for a sequence number that no message has (RFC 9051 §6.4.5 and others)
  static Selection of(SelectedMailbox view, MessageSet set) {
    return switch (set) {
      case MessageSet.Uids(NumberSet numbers) -> byUid(view, numbers);
      case MessageSet.SequenceNumbers(NumberSet numbers) -> {
        checkNumbers(view, numbers);
        yield byNumber(view, numbers);
      }
    };
  }

  /// As [#of], but numbers that no message has are passed over, as SEARCH does.
  static Selection lenient(SelectedMailbox view, MessageSet set) {
    return switch (set) {
      case MessageSet.Uids(NumberSet numbers) -> byUid(view, numbers);
      case MessageSet.SequenceNumbers(NumberSet numbers) -> byNumber(view, numbers);
    };
  }

  /// All messages of the view.
  static Selection all(SelectedMailbox view) {
    MailboxSnapshot snapshot = view.snapshot();
    List<Range> ranges = snapshot.size() == 0 ? List.of() : List.of(new Range(0, snapshot.size()));
    return new Selection(snapshot, ranges, 0);
  }

  private static Selection byUid(SelectedMailbox view, NumberSet numbers) {
    long largest = view.size() == 0 ? 0 : view.uid(view.size());
    List<Range> ranges = new ArrayList<>();
    for (UidSet.Range range : numbers.resolve(largest).ranges()) {
      add(ranges, view.insertionPoint(range.first()), view.insertionPoint(range.last() + 1));
    }
    return new Selection(view.snapshot(), ranges, 0);
  }

  private static Selection byNumber(SelectedMailbox view, NumberSet numbers) {
    List<Range> ranges = new ArrayList<>();
    int ghosts = 0;
    for (UidSet.Range range : numbers.resolve(view.size()).ranges()) {
      add(ranges, view.firstIndexFrom(range.first()), view.firstIndexFrom(range.last() + 1));
      ghosts += view.ghostsBetween(range.first(), range.last());
    }
    return new Selection(view.snapshot(), ranges, ghosts);
  }

  private static void add(List<Range> ranges, int from, int to) {
    if (from >= to) {
      return;
    }
    if (!ranges.isEmpty() && ranges.getLast().to() == from) {
      ranges.set(ranges.size() - 1, new Range(ranges.getLast().from(), to));
    } else {
      ranges.add(new Range(from, to));
    }
  }

  /// A range up to `*` may start above the last message: it then means that one.
  private static void checkNumbers(SelectedMailbox view, NumberSet numbers) {
    for (NumberSet.Range range : numbers.ranges()) {
      boolean open = range.first() == NumberSet.STAR || range.last() == NumberSet.STAR;
      if (!open && Math.max(range.first(), range.last()) > view.size()) {
        throw new CommandRefused(Reply.bad("No message has that sequence number"));
      }
    }
  }

  boolean isEmpty() {
    return ranges.isEmpty();
  }

  /// How many messages there are.
  int count() {
    int count = 0;
    for (Range range : ranges) {
      count += range.to() - range.from();
    }
    return count;
  }

  /// The messages' UIDs; UIDs that lie between two of them and belong to no message may be among
  /// them, never that of another message.
  UidSet uids() {
    List<UidSet.Range> uids = new ArrayList<>(ranges.size());
    for (Range range : ranges) {
      uids.add(new UidSet.Range(snapshot.uid(range.from()), snapshot.uid(range.to() - 1)));
    }
    return UidSet.ofRanges(uids);
  }
}
