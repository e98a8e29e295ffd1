/// Body segments: large preallocated files to which group commits append bodies, one after
/// the other, and which nothing changes afterwards.
///
/// Read [Segments] first, then [Segment]. What names a body is the engine's index ([BodyPlace]);
/// a segment alone says nothing about what is alive. Bytes after a segment's end are garbage of a
/// crash and are never read. A process appends only to segments that it made: files of an earlier
/// process, which a backup may share, stay as they are.
///
/// Threads: one thread appends and syncs, many read.
@NullMarked
package org.posthorn.storage.engine.segment;

import org.jspecify.annotations.NullMarked;
