package org.posthorn.storage.mailbox;

import java.util.EnumSet;
import java.util.Iterator;
import java.util.Optional;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.UidSet;

/// Walks over the messages of a snapshot, one batch ahead. Batches start small, so that the first
/// message is soon there, and grow.
final class BatchWalk implements MessageWalk {
  private static final int FIRST_MESSAGES = 16;
  private static final int MOST_MESSAGES = 128;

  private final MessageReader reader;
  private final AccountId owner;
  private final ChunkedSnapshot snapshot;
  private final EnumSet<Want> wants;
  private final long batchBytes;
  private final Iterator<UidSet.Range> ranges;

  /// The next message of the snapshot that may be wanted, and the last UID of its range.
  private int index;

  private long last = -1;
  private int messages = FIRST_MESSAGES;

  private ReadBatch current;
  private ReadBatch ahead;
  private int place;

  BatchWalk(
      MessageReader reader,
      AccountId owner,
      ChunkedSnapshot snapshot,
      UidSet uids,
      EnumSet<Want> wants,
      long batchBytes) {
    this.reader = reader;
    this.owner = owner;
    this.snapshot = snapshot;
    this.wants = wants;
    this.batchBytes = batchBytes;
    this.ranges = uids.ranges().iterator();
    this.current = new ReadBatch(reader, owner, snapshot, new int[0], 0, wants);
    this.ahead = nextBatch();
  }

  @Override
  public Optional<StoredMessage> next() {
    while (true) {
      while (place < current.size()) {
        Optional<StoredMessage> message = current.message(place++);
        if (message.isPresent()) {
          return message;
        }
      }
      if (ahead.size() == 0) {
        return Optional.empty();
      }
      current = ahead;
      place = 0;
      ahead = nextBatch();
    }
  }

  /// Starts to read the next messages; none at the end.
  private ReadBatch nextBatch() {
    int[] chosen = new int[messages];
    int count = 0;
    long bytes = 0;
    while (count < chosen.length && bytes < batchBytes && findNext()) {
      bytes += wants.contains(Want.CONTENT) ? snapshot.messageSize(index) : 0;
      chosen[count++] = index++;
    }
    messages = Math.min(2 * messages, MOST_MESSAGES);
    ReadBatch batch = new ReadBatch(reader, owner, snapshot, chosen, count, wants);
    batch.begin(batchBytes);
    return batch;
  }

  /// Moves to the next message that is wanted; false if there is none.
  private boolean findNext() {
    while (index >= snapshot.size() || snapshot.uid(index) > last) {
      if (index >= snapshot.size() || !ranges.hasNext()) {
        return false;
      }
      UidSet.Range range = ranges.next();
      int first = snapshot.indexOf(range.first());
      index = Math.max(index, first >= 0 ? first : -first - 1);
      last = range.last();
    }
    return true;
  }
}
