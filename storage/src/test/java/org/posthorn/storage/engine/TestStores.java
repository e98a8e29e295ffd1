package org.posthorn.storage.engine;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.posthorn.config.EmbeddedStorage;
import org.posthorn.config.value.ByteSize;
import org.posthorn.storage.blob.Spool;
import org.posthorn.storage.blob.SpoolOptions;
import org.posthorn.storage.engine.memory.MemoryEngine;
import org.posthorn.storage.engine.rocksdb.Layout;
import org.posthorn.storage.engine.rocksdb.RocksEngine;
import org.posthorn.storage.io.RealDisk;
import org.posthorn.storage.model.BlobHash;

/// Opens stores and spools for tests in one line.
public final class TestStores {
  private TestStores() {}

  /// A store in memory.
  public static Store memory(List<Table<?>> tables) {
    return on(new MemoryEngine(), tables);
  }

  /// An engine in memory.
  public static Engine memoryEngine() {
    return new MemoryEngine();
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

  /// Everything that the engine finds wrong with its files and bodies.
  public static List<String> faults(Store store) {
    List<String> faults = new ArrayList<>(store.verifyFiles());
    faults.addAll(damagedBodies(store));
    return faults;
  }

  /// Everything that the engine finds wrong with its bodies.
  public static List<String> damagedBodies(Store store) {
    List<String> faults = new ArrayList<>();
    Optional<BlobHash> last = Optional.empty();
    do {
      Engine.BodyCheck check = store.verifyBodies(last);
      check.damaged().forEach(body -> faults.add(body.hash() + ": " + body.problem()));
      last = check.last();
    } while (last.isPresent());
    return faults;
  }

  /// A store on any engine.
  public static Store on(Engine engine, List<Table<?>> tables) {
    return Store.open(
        engine, new StoreOptions(2, 8, 1, tables), new SimpleMeterRegistry(), Clock.systemUTC());
  }
}
