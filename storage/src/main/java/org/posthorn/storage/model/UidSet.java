package org.posthorn.storage.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.function.LongConsumer;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/// An immutable set of UIDs, kept as ascending ranges that neither overlap nor touch; memory
/// grows with the ranges, not with the UIDs.
public final class UidSet {
  /// The set without members.
  public static final UidSet EMPTY = new UidSet(List.of());

  /// Every UID there can be.
  public static final UidSet ALL = new UidSet(List.of(new Range(1, Uid.MAX)));

  private final List<Range> ranges;

  private UidSet(List<Range> ranges) {
    this.ranges = ranges;
  }

  /// An inclusive range of UIDs.
  ///
  /// @param first the lowest UID
  /// @param last the highest UID, at least `first`
  public record Range(long first, long last) {
    public Range {
      if (first < 1 || last > Uid.MAX || first > last) {
        throw new IllegalArgumentException("bad UID range " + first + ":" + last);
      }
    }
  }

  /// The set of the given ranges, in any order, overlapping or not.
  public static UidSet ofRanges(List<Range> ranges) {
    if (ranges.isEmpty()) {
      return EMPTY;
    }
    List<Range> sorted = new ArrayList<>(ranges);
    sorted.sort((a, b) -> Long.compare(a.first, b.first));
    List<Range> merged = new ArrayList<>(sorted.size());
    Range current = sorted.getFirst();
    for (Range next : sorted) {
      if (next.first <= current.last + 1) {
        current = new Range(current.first, Math.max(current.last, next.last));
      } else {
        merged.add(current);
        current = next;
      }
    }
    merged.add(current);
    return new UidSet(List.copyOf(merged));
  }

  /// The set of one range.
  public static UidSet range(long first, long last) {
    return new UidSet(List.of(new Range(first, last)));
  }

  /// The set of these UIDs, in any order.
  public static UidSet of(long... uids) {
    long[] sorted = uids.clone();
    Arrays.sort(sorted);
    Builder builder = new Builder();
    for (long uid : sorted) {
      builder.add(uid);
    }
    return builder.build();
  }

  /// Collects UIDs that come in ascending order (equal ones are taken once). Not thread-safe.
  public static final class Builder {
    private final List<Range> ranges = new ArrayList<>();
    private long first;
    private long last;

    /// Adds a UID that is no smaller than the one before it.
    public Builder add(long uid) {
      if (first == 0) {
        first = uid;
      } else if (uid < last) {
        throw new IllegalArgumentException("UIDs must ascend: " + uid + " after " + last);
      } else if (uid > last + 1) {
        ranges.add(new Range(first, last));
        first = uid;
      }
      last = uid;
      return this;
    }

    /// The set of what was added.
    public UidSet build() {
      if (first == 0) {
        return EMPTY;
      }
      List<Range> all = new ArrayList<>(ranges);
      all.add(new Range(first, last));
      return new UidSet(List.copyOf(all));
    }
  }

  /// The ranges, ascending, apart from each other.
  public List<Range> ranges() {
    return ranges;
  }

  public boolean isEmpty() {
    return ranges.isEmpty();
  }

  /// How many UIDs the set has.
  public long size() {
    long size = 0;
    for (Range range : ranges) {
      size += range.last - range.first + 1;
    }
    return size;
  }

  /// Whether the UID is a member.
  public boolean contains(long uid) {
    int low = 0;
    int high = ranges.size() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      Range range = ranges.get(middle);
      if (uid < range.first) {
        high = middle - 1;
      } else if (uid > range.last) {
        low = middle + 1;
      } else {
        return true;
      }
    }
    return false;
  }

  /// Calls the consumer with each UID, ascending. Only for sets known to be small: [#ALL] has
  /// four thousand million members.
  public void forEach(LongConsumer consumer) {
    for (Range range : ranges) {
      for (long uid = range.first; uid <= range.last; uid++) {
        consumer.accept(uid);
      }
    }
  }

  /// The UIDs, ascending; lazily, so that a limit costs no more than it takes.
  public LongStream stream() {
    return ranges.stream().flatMapToLong(range -> LongStream.rangeClosed(range.first, range.last));
  }

  /// An iterator over the UIDs, ascending.
  public PrimitiveIterator.OfLong iterator() {
    return stream().iterator();
  }

  /// IMAP's notation, `1:3,7`; empty for the empty set.
  @Override
  public String toString() {
    return ranges.stream()
        .map(r -> r.first == r.last ? Long.toString(r.first) : r.first + ":" + r.last)
        .collect(Collectors.joining(","));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof UidSet set && ranges.equals(set.ranges);
  }

  @Override
  public int hashCode() {
    return ranges.hashCode();
  }
}
