package org.posthorn.storage.engine;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.List;
import org.posthorn.config.EmbeddedStorage;
import org.posthorn.config.value.ByteSize;
import org.posthorn.storage.blob.Spool;
import org.posthorn.storage.blob.SpoolOptions;
import org.posthorn.storage.engine.memory.MemoryEngine;
import org.posthorn.storage.engine.rocksdb.Layout;
import org.posthorn.storage.engine.rocksdb.RocksEngine;
import org.posthorn.storage.io.RealDisk;

/// Opens stores and spools for tests in one line.
public final class TestStores {
  private TestStores() {}

  /// A store in memory.
  public static Store memory(List<Table<?>> tables) {
    return on(new MemoryEngine(), tables);
  }

  /// A store on disk, in a data directory; opened again it has the same content.
  public static Store embedded(Path directory, List<Table<?>> tables) {
    return on(rocks(directory), tables);
  }

  /// The embedded engine with small segments and caches and no disk reserve.
  public static RocksEngine rocks(Path directory) {
    return RocksEngine.open(directory, small(), new RealDisk(), new SimpleMeterRegistry());
  }

  /// Settings of the embedded engine for tests.
  public static EmbeddedStorage small() {
    return EmbeddedStorage.defaults()
        .withBlockCache(ByteSize.ofMegabytes(8))
        .withMemtable(ByteSize.ofMegabytes(4))
        .withSegmentSize(ByteSize.ofMegabytes(1))
        .withDiskReserve(ByteSize.ZERO);
  }

  /// The spool of a data directory.
  public static Spool spool(Path directory) {
    return Spool.open(new RealDisk(), new Layout(directory).spool(), SpoolOptions.defaults());
  }

  /// A store on any engine.
  public static Store on(Engine engine, List<Table<?>> tables) {
    return Store.open(
        engine, new StoreOptions(2, 2, 1, tables), new SimpleMeterRegistry(), Clock.systemUTC());
  }
}
