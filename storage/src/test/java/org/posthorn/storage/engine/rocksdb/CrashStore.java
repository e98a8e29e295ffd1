package org.posthorn.storage.engine.rocksdb;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.posthorn.config.EmbeddedStorage;
import org.posthorn.config.value.ByteSize;
import org.posthorn.storage.blob.Spool;
import org.posthorn.storage.blob.SpoolOptions;
import org.posthorn.storage.blob.SpooledBody;
import org.posthorn.storage.engine.Column;
import org.posthorn.storage.engine.ColumnType;
import org.posthorn.storage.engine.KeyRange;
import org.posthorn.storage.engine.Scopes;
import org.posthorn.storage.engine.Store;
import org.posthorn.storage.engine.StoreOptions;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.engine.TestStores;
import org.posthorn.storage.io.Disk;
import org.posthorn.storage.model.BlobHash;

/// An embedded store on any disk with one table of named bodies.
record CrashStore(RocksEngine engine, Store store, Spool spool, MeterRegistry registry)
    implements AutoCloseable {

  /// A named body.
  record Named(long id, BlobHash hash) {
    private static final Table.Builder<Named> B = Table.named(202, "named");
    private static final Column<Named, Long> ID = B.column(1, "id", ColumnType.INT64, Named::id);
    private static final Column<Named, BlobHash> HASH =
        B.column(2, "hash", ColumnType.HASH, Named::hash);
    static final Table<Named> TABLE =
        B.key(ID).unscoped().build(v -> new Named(v.get(ID), v.get(HASH)));
  }

  /// With small segments.
  static CrashStore open(Path data, Disk disk) {
    return open(data, disk, ByteSize.ofKilobytes(64));
  }

  static CrashStore open(Path data, Disk disk, ByteSize segmentSize) {
    MeterRegistry registry = new SimpleMeterRegistry();
    RocksEngine engine = RocksEngine.open(data, settings(segmentSize), disk, registry);
    Store store =
        Store.open(
            engine, new StoreOptions(1, 2, 1, List.of(Named.TABLE)), registry, Clock.systemUTC());
    Spool spool = Spool.open(disk, new Layout(data).spool(), SpoolOptions.defaults());
    return new CrashStore(engine, store, spool, registry);
  }

  private static EmbeddedStorage settings(ByteSize segmentSize) {
    // A small memtable makes for a log of small files.
    return TestStores.small().withMemtable(ByteSize.ofMegabytes(1)).withSegmentSize(segmentSize);
  }

  void put(long id, byte[] octets) {
    try (SpooledBody body = spool.body(octets)) {
      store.run(
          Scopes.none(),
          tx -> {
            tx.put(Named.TABLE, new Named(id, body.hash()));
            tx.putBody(body);
          });
    }
  }

  /// Deletes a row, and the body if no other row names it.
  void delete(long id) {
    store.run(
        Scopes.none(),
        tx -> {
          BlobHash hash = tx.require(Named.TABLE, id).hash();
          tx.delete(Named.TABLE, id);
          if (tx.scan(Named.TABLE, KeyRange.all()).stream()
              .noneMatch(other -> other.hash().equals(hash))) {
            tx.deleteBody(hash);
          }
        });
  }

  Optional<BlobHash> find(long id) {
    return store.read(view -> view.get(Named.TABLE, id)).map(Named::hash);
  }

  /// The files that the index names.
  Set<String> bodyFileNames() {
    return new HashSet<>(engine.bodyFileNames());
  }

  /// Syncs of RocksDB's log since the store was opened.
  long logSyncs() {
    return registry.get("posthorn.store.sync").tag("what", "log").timer().count();
  }

  @Override
  public void close() {
    store.close();
  }
}
