package org.posthorn.storage.engine;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.Clock;
import java.util.List;
import org.posthorn.storage.engine.memory.MemoryEngine;

/// Opens stores for tests in one line.
public final class TestStores {
  private TestStores() {}

  /// A store in memory.
  public static Store memory(List<Table<?>> tables) {
    return on(new MemoryEngine(), tables);
  }

  /// A store on any engine.
  public static Store on(Engine engine, List<Table<?>> tables) {
    return Store.open(
        engine, new StoreOptions(2, 2, 1, tables), new SimpleMeterRegistry(), Clock.systemUTC());
  }
}
