package org.posthorn.storage.queue;

/// An entry that one worker holds for a while.
///
/// @param entry the entry
/// @param token fences late writers: a result is taken only under the newest token
public record QueueLease(QueueEntry entry, long token) {}
