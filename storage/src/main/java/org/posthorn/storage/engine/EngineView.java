package org.posthorn.storage.engine;

import java.util.List;
import java.util.Optional;
import org.posthorn.storage.model.BlobHash;

/// Reads rows for one closure, on one thread.
public interface EngineView extends AutoCloseable {
  /// The rows with these primary keys, in this order.
  <R> List<Optional<R>> get(Table<R> table, List<byte[]> keys);

  /// Hands over rows in the scan's order, at most its limit, until the visitor has enough.
  <R> void scan(Scan<R> scan, SortedVisitor<R> visitor);

  /// Whether a body is stored.
  boolean hasBody(BlobHash hash);

  /// Gives back what the view holds; a transaction that was not committed is rolled back.
  @Override
  void close();

  /// Takes rows in order.
  @FunctionalInterface
  interface SortedVisitor<R> {
    /// @param sortKey the key by which the scan orders the row, see [Scan#sortKey]
    /// @return whether more rows are wanted
    boolean row(byte[] sortKey, R row);
  }
}
