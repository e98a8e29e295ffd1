package org.posthorn.storage.engine.mysql;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.time.Clock;
import org.junit.jupiter.api.condition.EnabledIf;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.EngineContract;
import org.posthorn.storage.engine.Table;

@EnabledIf("org.posthorn.storage.engine.mysql.MariaDbServer#available")
class MysqlEngineContractTest extends EngineContract {
  @Override
  protected Engine newEngine(Path directory) {
    MariaDbServer server = MariaDbServer.shared();
    String database = server.newDatabase();
    for (Table<?> table : tables()) {
      server.execute(database, TableDdl.create(table));
    }
    return MysqlEngine.open(server.options(database), new SimpleMeterRegistry(), Clock.systemUTC());
  }
}
