package org.posthorn.storage.mailbox;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.TreeSet;
import org.posthorn.storage.model.EmailId;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.SystemFlag;
import org.posthorn.storage.schema.KeywordBits;
import org.posthorn.storage.schema.MailboxRow;

/// A snapshot made of chunks. Immutable and thread-safe.
final class ChunkedSnapshot implements MailboxSnapshot {
  private final MailboxRow row;
  private final Chunk[] chunks;

  /// Index of each chunk's first message; one element more than chunks, the last is the size.
  private final int[] starts;

  ChunkedSnapshot(MailboxRow row, List<Chunk> chunks) {
    this.row = row;
    this.chunks = chunks.toArray(Chunk[]::new);
    this.starts = new int[this.chunks.length + 1];
    for (int i = 0; i < this.chunks.length; i++) {
      starts[i + 1] = starts[i] + this.chunks[i].size;
    }
  }

  Chunk[] chunks() {
    return chunks;
  }

  MailboxRow row() {
    return row;
  }

  /// This state, to go on from.
  SnapshotRows.Base base() {
    return new SnapshotRows.Base(uidValidity(), modSeq(), Arrays.asList(chunks));
  }

  /// Whether the messages are as many and as large as the mailbox's row says, and have as many
  /// flags; whether any comes after it.
  boolean agreesWithRow() {
    long unseen = 0;
    long deleted = 0;
    long octets = 0;
    long latest = 0;
    for (Chunk chunk : chunks) {
      for (int i = 0; i < chunk.size; i++) {
        unseen += (chunk.flags[i] & SystemFlag.SEEN.bit()) == 0 ? 1 : 0;
        deleted += (chunk.flags[i] & SystemFlag.DELETED.bit()) == 0 ? 0 : 1;
        octets += chunk.sizes[i];
        latest = Math.max(latest, chunk.modSeqs[i]);
      }
    }
    return size() == row.messages()
        && unseen == row.unseen()
        && deleted == row.deleted()
        && octets == row.size()
        && latest <= row.highestModSeq()
        && (size() == 0 || uid(size() - 1) < row.uidNext());
  }

  private int chunkOf(int index) {
    Objects.checkIndex(index, size());
    int guess = index / Chunk.CAPACITY;
    if (guess < chunks.length && starts[guess] <= index && index < starts[guess + 1]) {
      return guess;
    }
    int found = Arrays.binarySearch(starts, index);
    return found >= 0 ? found : -found - 2;
  }

  @Override
  public MailboxId mailbox() {
    return row.id();
  }

  @Override
  public long uidValidity() {
    return row.uidValidity();
  }

  @Override
  public long uidNext() {
    return row.uidNext();
  }

  @Override
  public long modSeq() {
    return row.highestModSeq();
  }

  @Override
  public int size() {
    return starts[chunks.length];
  }

  @Override
  public long uid(int index) {
    int c = chunkOf(index);
    return chunks[c].uid(index - starts[c]);
  }

  @Override
  public int indexOf(long uid) {
    int low = 0;
    int high = chunks.length - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      if (chunks[middle].lastUid() < uid) {
        low = middle + 1;
      } else if (chunks[middle].firstUid() > uid) {
        high = middle - 1;
      } else {
        int inside = chunks[middle].indexOf(uid);
        return inside >= 0 ? starts[middle] + inside : inside - starts[middle];
      }
    }
    return -starts[low] - 1;
  }

  @Override
  public int systemFlags(int index) {
    int c = chunkOf(index);
    return chunks[c].flags[index - starts[c]];
  }

  @Override
  public Flags flags(int index) {
    int c = chunkOf(index);
    Chunk chunk = chunks[c];
    int at = index - starts[c];
    byte[] bits = chunk.keywordBits(at);
    if (bits.length == 0) {
      return FlagTable.system(chunk.flags[at]);
    }
    TreeSet<String> words = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    for (int bit = 0; bit < row.keywords().size(); bit++) {
      if (KeywordBits.has(bits, bit)) {
        words.add(row.keywords().get(bit));
      }
    }
    return new Flags(chunk.flags[at], words);
  }

  @Override
  public boolean hasKeyword(int index, String keyword) {
    int c = chunkOf(index);
    byte[] bits = chunks[c].keywordBits(index - starts[c]);
    if (bits.length == 0) {
      return false;
    }
    for (int bit = 0; bit < row.keywords().size(); bit++) {
      if (row.keywords().get(bit).equalsIgnoreCase(keyword)) {
        return KeywordBits.has(bits, bit);
      }
    }
    return false;
  }

  byte[] keywordBits(int index) {
    int c = chunkOf(index);
    return chunks[c].keywordBits(index - starts[c]);
  }

  @Override
  public List<String> keywords() {
    return row.keywords();
  }

  @Override
  public long modSeq(int index) {
    int c = chunkOf(index);
    return chunks[c].modSeqs[index - starts[c]];
  }

  @Override
  public long messageSize(int index) {
    int c = chunkOf(index);
    return chunks[c].sizes[index - starts[c]];
  }

  @Override
  public Instant internalDate(int index) {
    int c = chunkOf(index);
    return instant(chunks[c].internalDates[index - starts[c]]);
  }

  @Override
  public Instant saveDate(int index) {
    int c = chunkOf(index);
    return instant(chunks[c].saveDates[index - starts[c]]);
  }

  private static Instant instant(long micros) {
    return Instant.ofEpochSecond(
        Math.floorDiv(micros, 1_000_000L), Math.floorMod(micros, 1_000_000L) * 1_000);
  }

  @Override
  public EmailId email(int index) {
    int c = chunkOf(index);
    return new EmailId(chunks[c].emails[index - starts[c]]);
  }

  /// About how many bytes of heap it takes.
  int weight() {
    int weight = 400 + 8 * chunks.length;
    for (Chunk chunk : chunks) {
      weight += chunk.weight();
    }
    return weight;
  }

  @Override
  public String toString() {
    return "MailboxSnapshot[%s, modSeq %d, %d messages]".formatted(row.id(), modSeq(), size());
  }
}
