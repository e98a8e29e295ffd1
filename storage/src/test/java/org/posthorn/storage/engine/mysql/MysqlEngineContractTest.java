package org.posthorn.storage.engine.mysql;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import org.junit.jupiter.api.condition.EnabledIf;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.EngineContract;
import org.posthorn.storage.engine.Table;

@EnabledIf("org.posthorn.storage.engine.mysql.DatabaseServer#available")
class MysqlEngineContractTest extends EngineContract {
  @Override
  protected Engine newEngine(Path directory) {
    DatabaseServer server = DatabaseServer.shared();
    String database = server.newDatabase();
    String collation = collation(server, database);
    for (Table<?> table : tables()) {
      server.execute(database, TableDdl.create(table, collation));
    }
    return MysqlEngine.open(server.options(database), new SimpleMeterRegistry(), Clock.systemUTC());
  }

  private static String collation(DatabaseServer server, String database) {
    try (Connection connection = server.connect(database)) {
      return Migrations.collation(connection);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }
}
