package org.posthorn.storage.engine;

import java.time.Clock;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;

/// Makes 64-bit identifiers: 41 bits of milliseconds since 2025-01-01, 10 bits for the node, 12
/// bits of sequence. Positive, ascending within a node, unique among nodes with different
/// numbers.
///
/// When the clock stands or steps back, or more than 4,096 are taken in a millisecond, it goes on
/// counting from the last identifier, so it is never behind one given out. Thread-safe,
/// lock-free.
public final class IdGenerator {
  /// The number of nodes.
  public static final int NODES = 1 << 10;

  private static final int NODE_BITS = 10;
  private static final int SEQUENCE_BITS = 12;
  private static final long SEQUENCE_MASK = (1L << SEQUENCE_BITS) - 1;
  private static final long EPOCH = Instant.parse("2025-01-01T00:00:00Z").toEpochMilli();

  private final long node;
  private final Clock clock;

  /// Milliseconds since the epoch and sequence of the last identifier, side by side.
  private final AtomicLong last;

  /// @param node 0 to 1023
  /// @param clock tells the milliseconds
  /// @param floor identifiers are later than this moment, whatever the clock says
  public IdGenerator(int node, Clock clock, Instant floor) {
    if (node < 0 || node >= NODES) {
      throw new IllegalArgumentException("node numbers go from 0 to " + (NODES - 1));
    }
    this.node = node;
    this.clock = clock;
    this.last = new AtomicLong(Math.max(0, floor.toEpochMilli() - EPOCH + 1) << SEQUENCE_BITS);
  }

  /// The next identifier.
  public long next() {
    long now = Math.max(0, clock.millis() - EPOCH) << SEQUENCE_BITS;
    long taken = last.updateAndGet(before -> Math.max(now, before + 1));
    return ((taken >>> SEQUENCE_BITS) << (NODE_BITS + SEQUENCE_BITS))
        | (node << SEQUENCE_BITS)
        | (taken & SEQUENCE_MASK);
  }

  /// The moment (by this generator's reckoning) of the last identifier.
  public Instant latest() {
    return Instant.ofEpochMilli((last.get() >>> SEQUENCE_BITS) + EPOCH);
  }

  /// The moment an identifier was made, to the millisecond.
  public static Instant madeAt(long id) {
    return Instant.ofEpochMilli((id >>> (NODE_BITS + SEQUENCE_BITS)) + EPOCH);
  }
}
