/// The store's typed tables in transactions, and what an engine supplies below them.
///
/// Above this package is all mail logic, below it are the engines: in memory (`.memory`),
/// embedded (`.rocksdb` with `.segment`). Read [Store] and [Transaction] first, then [Table],
/// [KeyRange] and [Scopes]; who writes an engine reads [Engine] and [WriteSet].
///
/// Invariants:
/// - What [Store#transact] returned from is durable; what is not durable is seen by nobody.
/// - Scopes are locked in ascending order, all at the start, until the commit is durable and
///   visible.
/// - Rows that no scope covers are guarded by [UnscopedGuard] or by the engine.
/// - Keys are ordered as unsigned bytes; [KeyWriter] keeps the order of the values.
///
/// Threads: closures run on the store's platform threads; callers wait, best on virtual threads.
///
/// Deliberately absent: mail, caches, and any query beyond a key, a list of keys and a range.
@NullMarked
package org.posthorn.storage.engine;

import org.jspecify.annotations.NullMarked;
