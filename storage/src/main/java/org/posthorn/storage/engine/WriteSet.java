package org.posthorn.storage.engine;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.model.BlobHash;

/// What a transaction writes.
///
/// @param rows changed rows, each key once
/// @param newBodies bodies to store unless they are stored
/// @param deletedBodies bodies to delete if they are stored
public record WriteSet(
    List<RowChange<?>> rows, List<SpooledBody> newBodies, List<BlobHash> deletedBodies) {
  public boolean isEmpty() {
    return rows.isEmpty() && newBodies.isEmpty() && deletedBodies.isEmpty();
  }

  /// One changed row: inserted, updated or deleted.
  ///
  /// @param table its table
  /// @param key its encoded primary key
  /// @param before the row as it was
  /// @param after the row as it shall be; empty if deleted
  /// @param encoded the stored form of `after`, empty if deleted
  public record RowChange<R>(
      Table<R> table, byte[] key, Optional<R> before, Optional<R> after, byte[] encoded) {

    /// Tells a key-value engine which index entries go and come.
    public void indexChanges(IndexVisitor<R> visitor) {
      for (Index<R> index : table.indexes()) {
        Optional<byte[]> old = before.map(index::entry);
        Optional<byte[]> now = after.map(index::entry);
        if (old.isPresent() && now.isPresent() && Arrays.equals(old.get(), now.get())) {
          continue;
        }
        old.ifPresent(entry -> visitor.entry(index, entry, false));
        now.ifPresent(entry -> visitor.entry(index, entry, true));
      }
    }
  }

  /// Takes changes of index entries.
  @FunctionalInterface
  public interface IndexVisitor<R> {
    /// @param added true if the entry comes, false if it goes
    void entry(Index<R> index, byte[] entry, boolean added);
  }
}
