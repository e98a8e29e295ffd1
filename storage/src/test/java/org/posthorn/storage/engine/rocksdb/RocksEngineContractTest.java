package org.posthorn.storage.engine.rocksdb;

import java.nio.file.Path;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.EngineContract;
import org.posthorn.storage.engine.TestStores;

class RocksEngineContractTest extends EngineContract {
  @Override
  protected Engine newEngine(Path directory) {
    return TestStores.rocks(directory);
  }
}
