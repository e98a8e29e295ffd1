package org.posthorn.imap.command;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.posthorn.storage.model.UidSet;

/// A `sequence-set` as the client wrote it (RFC 9051 §9): ranges in any order, overlapping or not,
/// with `*` for the largest number in use.
///
/// @param ranges at least one, as written
public record NumberSet(List<Range> ranges) {
  /// The largest number a client can write.
  public static final long MAX = 0xFFFF_FFFFL;

  /// Stands for `*` in a [Range].
  public static final long STAR = MAX + 1;

  /// `1:*`.
  public static final NumberSet ALL = new NumberSet(List.of(new Range(1, STAR)));

  public NumberSet {
    ranges = List.copyOf(ranges);
    if (ranges.isEmpty()) {
      throw new IllegalArgumentException("a sequence set is never empty");
    }
  }

  /// One number or one range; `first` may be greater than `last`, the order means nothing.
  ///
  /// @param first 1 to [#MAX], or [#STAR]
  /// @param last 1 to [#MAX], or [#STAR]
  public record Range(long first, long last) {
    public Range {
      if (first < 1 || first > STAR || last < 1 || last > STAR) {
        throw new IllegalArgumentException("number out of range in a sequence set");
      }
    }

    @Override
    public String toString() {
      return first == last ? text(first) : text(first) + ":" + text(last);
    }

    private static String text(long number) {
      return number == STAR ? "*" : Long.toString(number);
    }
  }

  /// A set of one number.
  public static NumberSet of(long number) {
    return new NumberSet(List.of(new Range(number, number)));
  }

  /// The set with `*` replaced, as ascending ranges that do not touch. The result's type says UIDs,
  /// but it serves for sequence numbers as well.
  ///
  /// @param largest the largest number in use, 0 in an empty mailbox; then `*` means nothing, and a
  ///     range with `*` on one side is the other number alone
  public UidSet resolve(long largest) {
    List<UidSet.Range> resolved = new ArrayList<>(ranges.size());
    for (Range range : ranges) {
      long a = range.first == STAR ? largest : range.first;
      long b = range.last == STAR ? largest : range.last;
      long low = Math.min(a, b);
      long high = Math.max(a, b);
      if (high > 0) {
        resolved.add(new UidSet.Range(low == 0 ? high : low, high));
      }
    }
    return UidSet.ofRanges(resolved);
  }

  /// The largest number written, `*` left out; 0 if only `*` was written.
  public long largestWritten() {
    long largest = 0;
    for (Range range : ranges) {
      if (range.first != STAR) {
        largest = Math.max(largest, range.first);
      }
      if (range.last != STAR) {
        largest = Math.max(largest, range.last);
      }
    }
    return largest;
  }

  /// The wire form.
  @Override
  public String toString() {
    return ranges.stream().map(Range::toString).collect(Collectors.joining(","));
  }
}
