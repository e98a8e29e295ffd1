package org.posthorn.storage.model;

/// Identifies a credential of an account.
///
/// @param value the 64-bit identifier, positive
public record CredentialId(long value) implements Comparable<CredentialId> {
  @Override
  public int compareTo(CredentialId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
