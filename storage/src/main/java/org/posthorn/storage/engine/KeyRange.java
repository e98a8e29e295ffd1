package org.posthorn.storage.engine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// A part of a table's or an index's order: rows that have the given values in the leading
/// columns and, among them, lie between two bounds.
///
///     KeyRange.prefix(mailbox)                              // all of a mailbox
///     KeyRange.prefix(mailbox).from(uid).to(lastUid)        // both inclusive
///     KeyRange.prefix(mailbox).after(modSeq)                // exclusive: every row with more
///     KeyRange.prefix(domain).startingWith("post")          // strings by their start
///
/// A bound's values are for the columns that follow the prefix; more than one are compared one
/// after the other. Immutable.
///
/// @param leading values of the leading columns
/// @param lower where it begins; without values: with the first row that has them
/// @param upper where it ends; without values: with the last row that has them
/// @param start what the string in the first column after the prefix begins with, or empty
public record KeyRange(List<Object> leading, Bound lower, Bound upper, String start) {
  private static final Bound OPEN = new Bound(List.of(), true);

  /// One end of a range.
  ///
  /// @param values for the columns after the prefix
  /// @param inclusive whether rows with exactly these values belong to the range
  public record Bound(List<Object> values, boolean inclusive) {}

  /// A range as bytes.
  ///
  /// @param from the first key, inclusive
  /// @param to the end, exclusive; empty if it is the table's end
  public record Encoded(byte[] from, Optional<byte[]> to) {
    /// Whether a key is before the end.
    public boolean endsAfter(byte[] key) {
      return to.isEmpty() || Arrays.compareUnsigned(key, to.get()) < 0;
    }

    /// Whether a key lies inside.
    public boolean contains(byte[] key) {
      return Arrays.compareUnsigned(from, key) <= 0 && endsAfter(key);
    }
  }

  /// All rows.
  public static KeyRange all() {
    return prefix();
  }

  /// All rows with these values in the leading columns.
  public static KeyRange prefix(Object... values) {
    return new KeyRange(List.of(values), OPEN, OPEN, "");
  }

  /// Begins with these values.
  public KeyRange from(Object... values) {
    return new KeyRange(leading, new Bound(List.of(values), true), upper, start);
  }

  /// Begins after all rows with these values.
  public KeyRange after(Object... values) {
    return new KeyRange(leading, new Bound(List.of(values), false), upper, start);
  }

  /// Ends with these values.
  public KeyRange to(Object... values) {
    return new KeyRange(leading, lower, new Bound(List.of(values), true), start);
  }

  /// Ends before all rows with these values.
  public KeyRange before(Object... values) {
    return new KeyRange(leading, lower, new Bound(List.of(values), false), start);
  }

  /// Only strings with this start in the first column after the prefix.
  public KeyRange startingWith(String text) {
    return new KeyRange(leading, lower, upper, text);
  }

  /// The range as bytes, in the order that the columns make.
  ///
  /// @throws IllegalArgumentException if a value's type is not its column's
  public Encoded encode(List<? extends Column<?, ?>> columns) {
    byte[] base = bytes(columns, List.of());
    if (!start.isEmpty()) {
      KeyWriter out = new KeyWriter();
      out.bytes(base);
      if (columns.get(leading.size()).type().isOptional()) {
        out.byteValue(1);
      }
      out.start(start);
      base = out.toBytes();
    }
    byte[] from = base;
    Optional<byte[]> to = successor(base);
    if (!lower.values.isEmpty()) {
      byte[] bound = bytes(columns, lower.values);
      from = max(from, lower.inclusive ? bound : successor(bound).orElse(bound));
    }
    if (!upper.values.isEmpty()) {
      byte[] bound = bytes(columns, upper.values);
      to = min(to, upper.inclusive ? successor(bound) : Optional.of(bound));
    }
    return new Encoded(from, to);
  }

  private byte[] bytes(List<? extends Column<?, ?>> columns, List<Object> values) {
    List<Object> all = new ArrayList<>(leading);
    all.addAll(values);
    if (all.size() > columns.size()) {
      throw new IllegalArgumentException(
          "a range over %d columns got %d values".formatted(columns.size(), all.size()));
    }
    KeyWriter out = new KeyWriter();
    for (int i = 0; i < all.size(); i++) {
      Column<?, ?> column = columns.get(i);
      out.column(column.type(), column.rawOf(all.get(i)));
    }
    return out.toBytes();
  }

  private static byte[] max(byte[] a, byte[] b) {
    return Arrays.compareUnsigned(a, b) >= 0 ? a : b;
  }

  private static Optional<byte[]> min(Optional<byte[]> a, Optional<byte[]> b) {
    if (a.isEmpty() || b.isEmpty()) {
      return a.isEmpty() ? b : a;
    }
    return Arrays.compareUnsigned(a.get(), b.get()) <= 0 ? a : b;
  }

  /// The first key after all keys that begin with the given bytes; empty if there is none.
  public static Optional<byte[]> successor(byte[] prefix) {
    int last = prefix.length - 1;
    while (last >= 0 && prefix[last] == (byte) 0xFF) {
      last--;
    }
    if (last < 0) {
      return Optional.empty();
    }
    byte[] next = Arrays.copyOf(prefix, last + 1);
    next[last]++;
    return Optional.of(next);
  }
}
