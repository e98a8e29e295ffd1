package org.posthorn.storage.mailbox;

import org.posthorn.storage.model.UidSet;

/// Compares two snapshots of one mailbox; chunks that both share are passed over at once.
final class SnapshotDiffs {
  private final UidSet.Builder vanished = new UidSet.Builder();
  private final UidSet.Builder changed = new UidSet.Builder();
  private final UidSet.Builder arrived = new UidSet.Builder();
  private final Cursor old;
  private final Cursor now;

  private SnapshotDiffs(ChunkedSnapshot older, ChunkedSnapshot newer) {
    this.old = new Cursor(older.chunks());
    this.now = new Cursor(newer.chunks());
  }

  static SnapshotDiff between(MailboxSnapshot older, MailboxSnapshot newer) {
    if (!(older instanceof ChunkedSnapshot before) || !(newer instanceof ChunkedSnapshot after)) {
      throw new IllegalArgumentException("not snapshots of this service");
    }
    if (!before.mailbox().equals(after.mailbox())) {
      throw new IllegalArgumentException("snapshots of two mailboxes");
    }
    return new SnapshotDiffs(before, after).run();
  }

  private SnapshotDiff run() {
    while (!old.atEnd() || !now.atEnd()) {
      if (!old.atEnd() && !now.atEnd() && old.startsSameChunk(now)) {
        old.skipChunk();
        now.skipChunk();
      } else if (now.atEnd() || (!old.atEnd() && old.uid() < now.uid())) {
        vanished.add(old.uid());
        old.next();
      } else if (old.atEnd() || now.uid() < old.uid()) {
        arrived.add(now.uid());
        now.next();
      } else {
        if (old.modSeq() != now.modSeq()) {
          changed.add(now.uid());
        }
        old.next();
        now.next();
      }
    }
    return new SnapshotDiff(vanished.build(), changed.build(), arrived.build());
  }

  private static final class Cursor {
    private final Chunk[] chunks;
    private int chunk;
    private int at;

    Cursor(Chunk[] chunks) {
      this.chunks = chunks;
    }

    boolean atEnd() {
      return chunk == chunks.length;
    }

    boolean startsSameChunk(Cursor other) {
      return at == 0 && other.at == 0 && chunks[chunk] == other.chunks[other.chunk];
    }

    long uid() {
      return chunks[chunk].uid(at);
    }

    long modSeq() {
      return chunks[chunk].modSeqs[at];
    }

    void next() {
      if (++at == chunks[chunk].size) {
        skipChunk();
      }
    }

    void skipChunk() {
      chunk++;
      at = 0;
    }
  }
}
