package org.posthorn.storage.mime;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The boundaries a scanner waits for, found by length and hash so that a line costs the same
// whether one or a hundred
/// multiparts are open.
final class OpenBoundaries {
  /// RFC 2046 §5.1.1 allows 70; some senders take more.
  static final int MAX_LENGTH = 200;

  private static final int PRIME = 0x01000193;

  /// A delimiter line's meaning.
  record Match(PartBuilder multipart, boolean closing) {}

  private static final class Entry {
    final PartBuilder multipart;
    final byte[] boundary;
    final int hash;
    final @Nullable Entry sameLength;

    Entry(PartBuilder multipart, byte[] boundary, @Nullable Entry sameLength) {
      this.multipart = multipart;
      this.boundary = boundary;
      this.hash = hash(boundary);
      this.sameLength = sameLength;
    }
  }

  private final List<Entry> stack = new ArrayList<>();
  private final @Nullable Entry[] byLength = new @Nullable Entry[MAX_LENGTH + 1];

  private static int hash(byte[] bytes) {
    int hash = 0;
    for (byte b : bytes) {
      hash = (hash ^ b) * PRIME;
    }
    return hash;
  }

  boolean isEmpty() {
    return stack.isEmpty();
  }

  /// Waits for the boundary, given as octet string of at most [#MAX_LENGTH] octets, that
  // `multipart` has.
  void open(PartBuilder multipart, String boundary) {
    byte[] octets = boundary.getBytes(StandardCharsets.ISO_8859_1);
    Entry entry = new Entry(multipart, octets, byLength[octets.length]);
    byLength[octets.length] = entry;
    stack.add(entry);
  }

  /// Waits for nothing any more.
  void clear() {
    stack.clear();
    Arrays.fill(byLength, null);
  }

  /// Forgets the boundary of `multipart`; those opened later must be gone already.
  void close(PartBuilder multipart) {
    if (!stack.isEmpty() && stack.getLast().multipart == multipart) {
      Entry entry = stack.removeLast();
      byLength[entry.boundary.length] = entry.sameLength;
    }
  }

  /// What the line `--…` is, given without its two hyphens and line break: null unless an open
  // boundary stands at its
  /// begin, followed by nothing, white space, or the two hyphens that close. The longest boundary
  // wins, then the innermost.
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
    Entry entry = byLength[length];
    while (entry != null) {
      if (entry.hash == hash
          && Arrays.equals(entry.boundary, 0, length, line, from, from + length)) {
        return entry;
      }
      entry = entry.sameLength;
    }
    return null;
  }

  private static boolean isSpace(byte b) {
    return b == ' ' || b == '\t' || b == '\r';
  }
}
