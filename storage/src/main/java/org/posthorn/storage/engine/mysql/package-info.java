/// The engine on a MySQL cluster (or MariaDB, Galera) that many daemons share.
///
/// Tables are real ones, laid down by versioned migrations ([Migrations]) and readable with plain
/// SQL; `docs/schema.md` describes them. [MysqlEngine] has two pools of connections: reads see
/// one
/// moment (REPEATABLE READ), transactions see the latest durable state (READ COMMITTED) under the
/// rows of their scopes. Transactions that come together are merged into one by [Merger]. Read
/// [MysqlEngine] first, then [Merger], [MergedTransaction] and [MysqlView].
///
/// Invariants:
/// - A transaction writes the rows of its scopes in `scope_lock` before it reads anything. On one
///   node the second waits there; on two nodes of a Galera cluster the second fails when it
///   commits, and runs again. So transactions of one scope never interleave, wherever they run.
/// - Rows that no scope covers are read with `FOR UPDATE`, and written with plain INSERT where
///   they
///   were absent: whoever is second waits or meets a duplicate, and runs again.
/// - Of transactions that are merged, none has seen what another one of them changes.
/// - Each transaction leaves a row in `commit_token`. When the connection is lost during COMMIT,
///   [CommitTokens] finds out what became of it; nothing is guessed.
///
/// What never changes may be read from servers that follow: [Replicas].
///
/// Only SQL that both MySQL 8.4 and MariaDB 10.11 know is used. Blocking JDBC on the store's
/// platform threads.
@NullMarked
package org.posthorn.storage.engine.mysql;

import org.jspecify.annotations.NullMarked;
