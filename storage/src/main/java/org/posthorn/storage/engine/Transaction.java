package org.posthorn.storage.engine;

import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.StorageException;

/// A view that can write. Nothing is written before the closure has returned; then everything is,
/// or nothing. The closure may be run again from the start, so it has no effects but through
/// this.
///
/// Limits: [#MAX_ROWS] changed rows and [#MAX_BYTES] of rows, else a [StorageException] with
/// [StorageError.Limit]. A row outside the transaction's scopes can be read, but writing it is an
/// [IllegalStateException].
public interface Transaction extends View {
  /// The most rows a transaction may change.
  int MAX_ROWS = 5_000;

  /// The most bytes of encoded rows a transaction may write.
  int MAX_BYTES = 8 << 20;

  /// Writes a row, in the place of one with the same key if there is one.
  ///
  /// @throws StorageException with [StorageError.Exists] if a unique index forbids it
  <R> void put(Table<R> table, R row);

  /// Writes a row that must not exist yet.
  ///
  /// @throws StorageException with [StorageError.Exists] if its key or a unique index is taken
  <R> void insert(Table<R> table, R row);

  /// Writes a row that the caller knows to be new, because its key holds an identifier made for it
  /// and its unique indexes were looked at or hold that identifier too: nothing is looked up.
  <R> void putNew(Table<R> table, R row);

  /// Deletes the row with this primary key.
  ///
  /// @return whether there was one
  <R> boolean delete(Table<R> table, Object... key);

  /// Stores a body together with the rows. A body that is stored already is not written again. The
  /// body may be put by several transactions, one after the other, and is closed by the caller.
  void putBody(SpooledBody body);

  /// Deletes a body together with the rows, if it is stored.
  void deleteBody(BlobHash hash);

  /// Declares that this brings in new mail, so that it is refused while the disk is nearly full
  /// (expunging and the like goes on).
  ///
  /// @throws StorageException with [StorageError.Full]
  void markNewMail();

  /// Runs an action on the caller's thread once everything is durable and visible, while the scopes
  /// are still locked: so changes of one scope are published in the order of their commits. It must
  /// be short and must not call the store. What it throws is logged and goes no further.
  void afterCommit(Runnable action);
}
