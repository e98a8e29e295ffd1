package org.posthorn.storage.engine.rocksdb;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthorn.storage.model.BlobHash;
import org.rocksdb.ReadOptions;
import org.rocksdb.RocksIterator;

/// The column family of bodies that were committed with their rows and wait to be moved into a
/// segment: hash → stored form. Thread-safe.
final class InlineBodies {
  private final Database database;

  InlineBodies(Database database) {
    this.database = database;
  }

  /// A body that stands here.
  ///
  /// @param length bytes of its stored form
  record Waiting(BlobHash hash, long length) {}

  void put(RowBatch batch, BlobHash hash, ByteBuffer encoded) {
    batch.putInFamily(database.inlineFamily(), hash.bytes(), encoded);
  }

  void delete(RowBatch batch, BlobHash hash) {
    batch.deleteInFamily(database.inlineFamily(), hash.bytes());
  }

  /// The stored form of a body, if it stands here.
  Optional<byte[]> find(BlobHash hash) {
    return database.getInline(hash.bytes());
  }

  /// All there are; few, unless a process died before it could move them.
  List<Waiting> all() {
    List<Waiting> all = new ArrayList<>();
    try (ReadOptions options = new ReadOptions();
        RocksIterator iterator = database.inlineIterator(options)) {
      for (iterator.seekToFirst(); iterator.isValid(); iterator.next()) {
        all.add(new Waiting(BlobHash.of(iterator.key()), iterator.value().length));
      }
      Database.check(iterator);
    }
    return all;
  }
}
