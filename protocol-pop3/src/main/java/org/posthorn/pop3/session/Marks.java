package org.posthorn.pop3.session;

/// The messages that are marked as deleted, by index: an immutable set of bits, in chunks that
/// sets share, so that marking a hundred thousand messages one by one copies no more than a chunk
/// each time.
final class Marks {
  /// No marks.
  static final Marks NONE = new Marks(new long[0][], 0);

  private static final int CHUNK_LONGS = 64;
  private static final int CHUNK_BITS = CHUNK_LONGS * Long.SIZE;
  private static final long[] EMPTY_CHUNK = new long[CHUNK_LONGS];

  private final long[][] chunks;
  private final int count;

  private Marks(long[][] chunks, int count) {
    this.chunks = chunks;
    this.count = count;
  }

  /// How many there are.
  int count() {
    return count;
  }

  boolean contains(int index) {
    int chunk = index / CHUNK_BITS;
    return chunk < chunks.length && (chunks[chunk][word(index)] & bit(index)) != 0;
  }

  /// These and one more.
  Marks with(int index) {
    if (contains(index)) {
      return this;
    }
    int chunk = index / CHUNK_BITS;
    long[][] more = new long[Math.max(chunks.length, chunk + 1)][];
    System.arraycopy(chunks, 0, more, 0, chunks.length);
    for (int i = chunks.length; i < more.length; i++) {
      more[i] = EMPTY_CHUNK;
    }
    more[chunk] = more[chunk].clone();
    more[chunk][word(index)] |= bit(index);
    return new Marks(more, count + 1);
  }

  private static int word(int index) {
    return index % CHUNK_BITS / Long.SIZE;
  }

  private static long bit(int index) {
    return 1L << (index % Long.SIZE);
  }
}
