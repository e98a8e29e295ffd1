/// The embedded engine: rows and the index of bodies in RocksDB, bodies in segments and files.
///
/// Read [RocksEngine] first, then [Committer], which alone writes.
///
/// A commit with few small bodies writes them with its rows into RocksDB's log, *inline*: one
/// sync. The [Settler] moves them into a segment later, many with one sync. Until then
/// [InlineBodies] has them; the index says where each body stands, and the batch that changes the
/// index deletes the inline copy. Everything else (reading, sharing, deletion, verifying, backup)
/// goes by the index.
///
/// Layout of the data directory: `rows/` (RocksDB), `segments/` (bodies up to the inline limit),
/// `bodies/xx/` (larger ones, each the file it was spooled to), `spool/`.
///
/// All tables stand in RocksDB's default column family, with the table's and the index's number
/// as the first two bytes of a key: a transaction touches many tables, and one memtable takes its
/// rows in one insertion run, is flushed as one file and never holds back the log because another
/// table is idle. The index of bodies is a column family of its own ([BodyIndex]), since a store
/// has many of them and they are read by hash only.
///
/// Invariants:
/// - Bodies are durable before the batch that names them is written, or in that batch: after a
///   crash the index names no bytes that are not there. Bytes and files that nothing names are
///   garbage.
/// - A batch is written with `sync`: one for all transactions that waited.
/// - After a failed write or sync nothing is written or acknowledged any more.
///
/// Threads: native calls are made by the store's pools, two I/O threads, the settler and the
/// housekeeper, never by virtual threads. No mapping is handed to native code.
@NullMarked
package org.posthorn.storage.engine.rocksdb;

import org.jspecify.annotations.NullMarked;
