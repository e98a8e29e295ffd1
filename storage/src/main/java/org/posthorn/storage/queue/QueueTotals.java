package org.posthorn.storage.queue;

import java.time.Instant;
import java.util.Optional;

/// How full the queue is.
///
/// @param entries all entries
/// @param held those that an administrator holds back
/// @param oldest when the oldest was accepted; empty where there is none
public record QueueTotals(long entries, long held, Optional<Instant> oldest) {}
