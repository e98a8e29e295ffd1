package org.posthorn.storage.mailbox;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.posthorn.storage.schema.MailboxRow;
import org.posthorn.storage.schema.MessageRow;

/// Makes the next snapshot of the one before and of the rows that changed since: chunks without a
/// change are taken over as they are. One use, one thread.
final class SnapshotUpdate {
  /// Neighbours that together fit into a chunk are joined when one is smaller than this.
  private static final int SMALL = Chunk.CAPACITY / 4;

  private final List<Chunk> chunks = new ArrayList<>();
  private final Chunk.Builder builder = new Chunk.Builder();
  private final List<MessageRow> changed;
  private final long[] gone;
  private int nextChanged;
  private int nextGone;

  /// @param changed rows with a higher mod-sequence than the old snapshot, ascending by UID
  /// @param gone UIDs that went since, ascending
  private SnapshotUpdate(List<MessageRow> changed, long[] gone) {
    this.changed = changed;
    this.gone = gone;
  }

  static ChunkedSnapshot apply(
      List<Chunk> old, MailboxRow row, List<MessageRow> changed, long[] gone) {
    if (changed.isEmpty() && gone.length == 0) {
      return new ChunkedSnapshot(row, old);
    }
    long[] ascending = gone.clone();
    Arrays.sort(ascending);
    return new SnapshotUpdate(changed, ascending).run(old, row);
  }

  private ChunkedSnapshot run(List<Chunk> old, MailboxRow row) {
    for (Chunk chunk : old) {
      takeOver(chunk);
    }
    append();
    return new ChunkedSnapshot(row, chunks);
  }

  private void takeOver(Chunk chunk) {
    skipGone(chunk.firstUid());
    boolean touched =
        (nextChanged < changed.size() && changed.get(nextChanged).uid() <= chunk.lastUid())
            || (nextGone < gone.length && gone[nextGone] <= chunk.lastUid());
    if (!touched) {
      addOrJoin(chunk);
      return;
    }
    for (int i = 0; i < chunk.size; i++) {
      long uid = chunk.uid(i);
      skipGone(uid);
      if (nextGone < gone.length && gone[nextGone] == uid) {
        continue;
      }
      if (nextChanged < changed.size() && changed.get(nextChanged).uid() == uid) {
        builder.add(changed.get(nextChanged++));
      } else {
        builder.add(chunk, i, i + 1);
      }
    }
    if (!builder.isEmpty()) {
      addOrJoin(builder.build());
    }
  }

  /// Passes over UIDs that came and went between the two snapshots.
  private void skipGone(long uid) {
    while (nextGone < gone.length && gone[nextGone] < uid) {
      nextGone++;
    }
  }

  private void addOrJoin(Chunk chunk) {
    if (!chunks.isEmpty()) {
      Chunk last = chunks.getLast();
      boolean small = last.size < SMALL || chunk.size < SMALL;
      if (small && last.size + chunk.size <= Chunk.CAPACITY) {
        builder.add(last, 0, last.size);
        builder.add(chunk, 0, chunk.size);
        chunks.set(chunks.size() - 1, builder.build());
        return;
      }
    }
    chunks.add(chunk);
  }

  /// Adds the messages that arrived since, filling the last chunk first.
  private void append() {
    if (nextChanged == changed.size()) {
      return;
    }
    if (!chunks.isEmpty() && chunks.getLast().size < Chunk.CAPACITY) {
      Chunk last = chunks.removeLast();
      builder.add(last, 0, last.size);
    }
    while (nextChanged < changed.size()) {
      builder.add(changed.get(nextChanged++));
      if (builder.isFull()) {
        chunks.add(builder.build());
      }
    }
    if (!builder.isEmpty()) {
      chunks.add(builder.build());
    }
  }
}
