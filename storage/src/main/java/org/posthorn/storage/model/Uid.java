package org.posthorn.storage.model;

/// A message's unique identifier in a mailbox (RFC 9051 §2.3.1.1): unsigned 32 bits, never zero,
/// never used again under the same UIDVALIDITY.
///
/// @param value 1 to 4,294,967,295
public record Uid(long value) implements Comparable<Uid> {
  /// The largest UID there can be.
  public static final long MAX = 0xFFFF_FFFFL;

  /// The first UID of a new mailbox.
  public static final Uid FIRST = new Uid(1);

  public Uid {
    if (value < 1 || value > MAX) {
      throw new IllegalArgumentException("UID out of range: " + value);
    }
  }

  @Override
  public int compareTo(Uid other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
