package org.posthorn.storage.queue;

import java.util.List;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.model.QueueEntryId;

/// A new message that goes into the queue together with the ends of the entries it tells of.
///
/// @param body the message; closed by whoever made it
/// @param entries whom it goes to
/// @param about the entries it tells of: it is queued where at least one was still held
public record QueuedReport(SpooledBody body, List<NewEntry> entries, List<QueueEntryId> about) {
  public QueuedReport {
    entries = List.copyOf(entries);
    about = List.copyOf(about);
  }
}
