package org.posthorn.storage.model;

/// Identifies one message as one account holds it, shared by all its copies in that account's
/// mailboxes.
///
/// @param value the 64-bit identifier, positive
public record EmailId(long value) implements Comparable<EmailId> {
  @Override
  public int compareTo(EmailId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
