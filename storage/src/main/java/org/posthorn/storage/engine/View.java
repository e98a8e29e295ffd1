package org.posthorn.storage.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;

/// Rows as a closure of [Store#read] or [Store#transact] sees them. Used only inside the closure,
/// on its thread.
///
/// A read sees one moment of the store. A transaction sees the latest durable state and its own
/// writes; what its scopes cover does not change under it.
///
/// Errors: [StorageException] with [StorageError.Unavailable] when the engine has stopped,
/// [StorageError.Corrupt] when stored bytes are damaged; [IllegalArgumentException] for keys that
/// do not fit the table.
public interface View {
  /// The row with this primary key.
  ///
  /// @param key a value for each column of the key
  <R> Optional<R> get(Table<R> table, Object... key);

  /// The rows with these primary keys ([Table#key] makes them), in the order asked for.
  <R> List<Optional<R>> getAll(Table<R> table, List<byte[]> keys);

  /// Hands over rows in order until the visitor has enough.
  <R> void forEach(Scan<R> scan, RowVisitor<R> visitor);

  /// Whether a body is stored.
  boolean hasBody(BlobHash hash);

  /// The row with this primary key, or a [StorageException] with [StorageError.Missing].
  default <R> R require(Table<R> table, Object... key) {
    return get(table, key)
        .orElseThrow(
            () -> new StorageException(new StorageError.Missing("no such " + table.name())));
  }

  /// All rows of a scan, in order.
  default <R> List<R> scan(Scan<R> scan) {
    List<R> rows = new ArrayList<>();
    forEach(
        scan,
        row -> {
          rows.add(row);
          return true;
        });
    return rows;
  }

  /// All rows of a range by primary key.
  default <R> List<R> scan(Table<R> table, KeyRange range) {
    return scan(Scan.of(table, range));
  }

  /// All rows of a range of an index, in its order.
  default <R> List<R> scanIndex(Index<R> index, KeyRange range) {
    return scan(Scan.of(index, range));
  }

  /// The first row of a scan.
  default <R> Optional<R> first(Scan<R> scan) {
    return scan(scan.limit(1)).stream().findFirst();
  }

  /// Takes rows of a scan one by one.
  @FunctionalInterface
  interface RowVisitor<R> {
    /// Returns whether more rows are wanted.
    boolean row(R row);
  }
}
