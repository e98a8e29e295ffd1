package org.posthorn.storage.mailbox;

import java.util.Arrays;
import org.posthorn.storage.schema.KeywordBits;
import org.posthorn.storage.schema.MessageRow;

/// Up to [#CAPACITY] messages of a snapshot in primitive arrays, ascending by UID. Immutable once
/// built; shared between snapshots.
final class Chunk {
  /// The most messages of a chunk.
  static final int CAPACITY = 1024;

  private static final byte[][] NO_KEYWORDS = new byte[0][];

  /// About how many bytes of heap a message takes.
  private static final int BYTES_EACH = 41;

  final int size;
  final int[] uids;
  final byte[] flags;
  final long[] modSeqs;
  final long[] sizes;
  final long[] internalDates;
  final long[] saveDates;
  final long[] emails;

  /// Keyword bits of each message, or no element where none has any.
  final byte[][] keywords;

  private Chunk(Builder from) {
    size = from.size;
    uids = Arrays.copyOf(from.uids, size);
    flags = Arrays.copyOf(from.flags, size);
    modSeqs = Arrays.copyOf(from.modSeqs, size);
    sizes = Arrays.copyOf(from.sizes, size);
    internalDates = Arrays.copyOf(from.internalDates, size);
    saveDates = Arrays.copyOf(from.saveDates, size);
    emails = Arrays.copyOf(from.emails, size);
    keywords = from.anyKeyword ? Arrays.copyOf(from.keywords, size) : NO_KEYWORDS;
  }

  long uid(int at) {
    return Integer.toUnsignedLong(uids[at]);
  }

  long firstUid() {
    return uid(0);
  }

  long lastUid() {
    return uid(size - 1);
  }

  byte[] keywordBits(int at) {
    return keywords.length == 0 ? KeywordBits.NONE : keywords[at];
  }

  /// The place of a UID, or `-(insertion point) - 1`.
  int indexOf(long uid) {
    int low = 0;
    int high = size - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      long found = uid(middle);
      if (found < uid) {
        low = middle + 1;
      } else if (found > uid) {
        high = middle - 1;
      } else {
        return middle;
      }
    }
    return -low - 1;
  }

  /// About how many bytes of heap it takes.
  int weight() {
    return 160 + size * (BYTES_EACH + (keywords.length == 0 ? 0 : 8));
  }

  /// Fills one chunk. Not thread-safe; reusable after [#build].
  static final class Builder {
    private final int[] uids = new int[CAPACITY];
    private final byte[] flags = new byte[CAPACITY];
    private final long[] modSeqs = new long[CAPACITY];
    private final long[] sizes = new long[CAPACITY];
    private final long[] internalDates = new long[CAPACITY];
    private final long[] saveDates = new long[CAPACITY];
    private final long[] emails = new long[CAPACITY];
    private final byte[][] keywords = new byte[CAPACITY][];
    private boolean anyKeyword;
    private byte[] lastKeywords = KeywordBits.NONE;
    private int size;

    boolean isFull() {
      return size == CAPACITY;
    }

    boolean isEmpty() {
      return size == 0;
    }

    int size() {
      return size;
    }

    void add(MessageRow row) {
      add(
          row.uid(),
          row.flags(),
          row.modSeq(),
          row.size(),
          row.internalDate(),
          row.saveDate(),
          row.email().value(),
          row.keywords());
    }

    /// Adds a message with a higher UID than the one before.
    void add(
        long uid,
        int flag,
        long modSeq,
        long octets,
        long internalDate,
        long saveDate,
        long email,
        byte[] keywordBits) {
      uids[size] = (int) uid;
      flags[size] = (byte) flag;
      modSeqs[size] = modSeq;
      sizes[size] = octets;
      internalDates[size] = internalDate;
      saveDates[size] = saveDate;
      emails[size] = email;
      addKeywords(keywordBits);
    }

    /// Neighbours often have the same keywords: they share the array.
    private void addKeywords(byte[] bits) {
      byte[] shared = bits.length == 0 ? KeywordBits.NONE : bits;
      if (shared.length > 0 && Arrays.equals(shared, lastKeywords)) {
        shared = lastKeywords;
      }
      lastKeywords = shared;
      anyKeyword |= shared.length > 0;
      keywords[size] = shared;
      size++;
    }

    /// Adds what another chunk has from one place to another, exclusive.
    void add(Chunk from, int start, int end) {
      int count = end - start;
      System.arraycopy(from.uids, start, uids, size, count);
      System.arraycopy(from.flags, start, flags, size, count);
      System.arraycopy(from.modSeqs, start, modSeqs, size, count);
      System.arraycopy(from.sizes, start, sizes, size, count);
      System.arraycopy(from.internalDates, start, internalDates, size, count);
      System.arraycopy(from.saveDates, start, saveDates, size, count);
      System.arraycopy(from.emails, start, emails, size, count);
      if (from.keywords.length == 0) {
        Arrays.fill(keywords, size, size + count, KeywordBits.NONE);
      } else {
        System.arraycopy(from.keywords, start, keywords, size, count);
        anyKeyword = true;
      }
      size += count;
    }

    Chunk build() {
      Chunk chunk = new Chunk(this);
      size = 0;
      anyKeyword = false;
      return chunk;
    }
  }
}
