package org.posthorn.storage.mailbox;

import org.posthorn.storage.model.UidSet;

/// What lies between two snapshots of one mailbox, old and new.
///
/// @param vanished UIDs of the old one that the new one lacks
/// @param changed UIDs in both whose flags or keywords differ or whose mod-sequence is higher
/// @param arrived UIDs of the new one that the old one lacks, all above the old one's
public record SnapshotDiff(UidSet vanished, UidSet changed, UidSet arrived) {
  public boolean isEmpty() {
    return vanished.isEmpty() && changed.isEmpty() && arrived.isEmpty();
  }
}
