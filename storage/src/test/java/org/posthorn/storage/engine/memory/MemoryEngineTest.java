package org.posthorn.storage.engine.memory;

import java.nio.file.Path;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.EngineContract;

class MemoryEngineTest extends EngineContract {
  @Override
  protected Engine newEngine(Path directory) {
    return new MemoryEngine();
  }
}
