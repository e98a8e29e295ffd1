package org.posthorn.storage.model;

/// Identifies a mailbox; unique in the whole store and kept by RENAME.
///
/// @param value the 64-bit identifier, positive
public record MailboxId(long value) implements Comparable<MailboxId> {
  @Override
  public int compareTo(MailboxId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
