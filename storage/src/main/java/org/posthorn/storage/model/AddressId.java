package org.posthorn.storage.model;

/// Identifies an address of an account or of an alias.
///
/// @param value the 64-bit identifier, positive
public record AddressId(long value) implements Comparable<AddressId> {
  @Override
  public int compareTo(AddressId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
