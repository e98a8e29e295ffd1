package org.posthorn.storage.engine.memory;

import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.EngineContract;

class MemoryEngineTest extends EngineContract {
  @Override
  protected Engine newEngine() {
    return new MemoryEngine();
  }
}
