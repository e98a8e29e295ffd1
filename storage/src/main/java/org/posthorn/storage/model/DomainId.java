package org.posthorn.storage.model;

/// Identifies a mail domain.
///
/// @param value the 64-bit identifier, positive
public record DomainId(long value) implements Comparable<DomainId> {
  @Override
  public int compareTo(DomainId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
