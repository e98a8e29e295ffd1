package org.posthorn.storage.mime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The boundaries a scanner waits for, found by their hash so that a line costs the same whether
/// one or a hundred multiparts are open.
final class OpenBoundaries {
  /// RFC 2046 §5.1.1 allows 70; some senders take more.
  static final int MAX_LENGTH = 200;

  private static final int BUCKETS = 256;
  private static final int PRIME = 0x01000193;

  /// A delimiter line's meaning.
  record Match(PartBuilder multipart, boolean closing) {}

  private static final class Entry {
    final PartBuilder multipart;
    final byte[] boundary;
    final int hash;
    final @Nullable Entry next; // of the same bucket, opened earlier

    Entry(PartBuilder multipart, byte[] boundary, @Nullable Entry next) {
      this.multipart = multipart;
      this.boundary = boundary;
      this.hash = hash(boundary);
      this.next = next;
    }
  }

  private final List<Entry> stack = new ArrayList<>();
  private final int[] ofLength =
      new int[MAX_LENGTH + 1]; // how many open boundaries have this length
  private final @Nullable Entry[] buckets = new @Nullable Entry[BUCKETS];

  private static int hash(byte[] bytes) {
    int hash = 0;
    for (byte b : bytes) {
      hash = (hash ^ b) * PRIME;
    }
    return hash;
  }

  private static int bucket(int hash) {
    return (hash ^ hash >>> 12 ^ hash >>> 24) & BUCKETS - 1;
  }

  boolean isEmpty() {
    return stack.isEmpty();
  }

  /// Waits for the boundary, given as octet string of at most [#MAX_LENGTH] octets, that
  /// `multipart` has.
  void open(PartBuilder multipart, String boundary) {
    byte[] octets = boundary.getBytes(StandardCharsets.ISO_8859_1);
    int bucket = bucket(hash(octets));
    Entry entry = new Entry(multipart, octets, buckets[bucket]);
    buckets[bucket] = entry;
    ofLength[octets.length]++;
    stack.add(entry);
  }

  /// Waits for nothing any more.
  void clear() {
    stack.clear();
    Arrays.fill(buckets, null);
    Arrays.fill(ofLength, 0);
  }

  /// Forgets the boundary of `multipart`; those opened later must be gone already.
  void close(PartBuilder multipart) {
    if (!stack.isEmpty() && stack.getLast().multipart == multipart) {
      Entry entry = stack.removeLast();
      buckets[bucket(entry.hash)] = entry.next;
      ofLength[entry.boundary.length]--;
    }
  }

  /// What the line `--…` is, given without its two hyphens and line break: null unless an open
  /// boundary stands at its begin, followed by nothing, white space, or the two hyphens that close.
  /// The longest boundary wins, then the innermost.
  @Nullable Match match(byte[] line, int from, int length) {
    Match best = null;
    int hash = 0;
    int end = Math.min(length, MAX_LENGTH);
    for (int n = 0; n <= end; n++) {
      int at = from + n;
      boolean last = n == length;
      boolean closing = n + 1 < length && line[at] == '-' && line[at + 1] == '-';
      if (last || closing || isSpace(line[at])) {
        Entry entry = find(line, from, n, hash);
        if (entry != null) {
          best = new Match(entry.multipart, closing);
        }
      }
      if (!last) {
        hash = (hash ^ line[at]) * PRIME;
      }
    }
    return best;
  }

  private @Nullable Entry find(byte[] line, int from, int length, int hash) {
    if (ofLength[length] == 0) {
      return null;
    }
    Entry entry = buckets[bucket(hash)];
    while (entry != null) {
      if (entry.hash == hash
          && entry.boundary.length == length
          && Arrays.equals(entry.boundary, 0, length, line, from, from + length)) {
        return entry;
      }
      entry = entry.next;
    }
    return null;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t' || b == '\r';
  }
}
