/// The redo log of the embedded engine: the one place where a commit is made durable.
///
/// Read [RedoLog] first. A record is a batch of rows with a sequence number; records are appended
/// to
/// files that were filled before, so that a sync has no metadata to write. The engine says which
/// records it no longer needs, and their files are used again.
///
/// Invariants:
/// - At most one record is not synced, the last. So after a crash either it is whole or it was
///   never acknowledged, and a whole record behind a broken one is damage.
/// - A file's records are checked with a random number of its own, new with each use: what is left
///   of an earlier use, or what somebody sent in a message, is never taken for a record.
@NullMarked
package org.posthorn.storage.engine.redo;

import org.jspecify.annotations.NullMarked;
