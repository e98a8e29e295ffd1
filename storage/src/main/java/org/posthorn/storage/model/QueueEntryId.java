package org.posthorn.storage.model;

/// Identifies a message that waits for delivery to one recipient.
///
/// @param value the 64-bit identifier, positive
public record QueueEntryId(long value) implements Comparable<QueueEntryId> {
  @Override
  public int compareTo(QueueEntryId other) {
    return Long.compare(value, other.value);
  }

  @Override
  public String toString() {
    return Long.toString(value);
  }
}
