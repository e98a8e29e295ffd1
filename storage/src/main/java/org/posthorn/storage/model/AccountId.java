package org.posthorn.storage.model;

/// Identifies an account: the owner of mailboxes, never derived from an address, so that an
/// address can change.
///
/// @param value the 64-bit identifier, positive
public record AccountId(long value) implements Comparable<AccountId> {
  @Override
  public int compareTo(AccountId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
