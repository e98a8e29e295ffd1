package org.posthorn.storage.engine.mysql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.posthorn.storage.engine.Scopes;

/// The connections: one pool that reads, and one for each write lane.
///
/// A connection that cannot read a table is refused when it is made: a Galera node outside the
/// primary component takes connections and answers pings, but no statement on a table.
/// Thread-safe.
final class Pools implements AutoCloseable {
  static final String MODE =
      "sql_mode='STRICT_ALL_TABLES,NO_ENGINE_SUBSTITUTION',innodb_lock_wait_timeout=10";

  /// Any table that a user without rights may read, and that a node outside the cluster may not.
  private static final String PROBE = "SELECT 1 FROM information_schema.SCHEMATA LIMIT 1";

  private final HikariDataSource reads;
  private final List<HikariDataSource> lanes;

  private Pools(HikariDataSource reads, List<HikariDataSource> lanes) {
    this.reads = reads;
    this.lanes = lanes;
  }

  /// Makes the pools; connections are opened when they are needed.
  static Pools open(MysqlOptions options, MeterRegistry registry) {
    List<HikariDataSource> lanes = new ArrayList<>();
    for (int i = 0; i < options.laneCount(); i++) {
      HikariConfig config = config(options, "write-" + i, options.url(i, MODE), registry);
      config.setMaximumPoolSize(options.writers());
      config.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
      lanes.add(new HikariDataSource(config));
    }
    // Other lanes write through other nodes: a read waits until its node has what they committed.
    boolean waits = options.laneCount() > 1 && isGalera(lanes.getFirst());
    String session = waits ? MODE + ",wsrep_sync_wait=1" : MODE;
    HikariConfig config = config(options, "read", options.url(0, session), registry);
    config.setMaximumPoolSize(options.readers());
    config.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
    return new Pools(new HikariDataSource(config), List.copyOf(lanes));
  }

  private static HikariConfig config(
      MysqlOptions options, String name, String url, MeterRegistry registry) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("posthorn-" + name);
    config.setDriverClassName("com.mysql.cj.jdbc.Driver");
    config.setJdbcUrl(url);
    config.setUsername(options.user());
    config.setPassword(options.password().reveal());
    config.setAutoCommit(false);
    config.setConnectionTimeout(options.patience().toMillis());
    config.setInitializationFailTimeout(-1);
    config.setMinimumIdle(1);
    config.setConnectionInitSql(PROBE);
    config.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(registry));
    return config;
  }

  private static boolean isGalera(HikariDataSource pool) {
    try (Connection connection = pool.getConnection();
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SHOW VARIABLES LIKE 'wsrep_on'")) {
      return found.next() && found.getString(2).equalsIgnoreCase("ON");
    } catch (SQLException failure) {
      throw Faults.unavailable(failure);
    }
  }

  HikariDataSource reads() {
    return reads;
  }

  /// The lane that the scopes belong to: the same one in every daemon.
  HikariDataSource lane(Scopes scopes) {
    if (lanes.size() == 1 || scopes.list().isEmpty()) {
      return lanes.getFirst();
    }
    // Identifiers end in a node and a sequence: spread their bits first.
    long spread = scopes.list().getFirst().number() * 0x9E37_79B9_7F4A_7C15L;
    return lanes.get((int) Long.remainderUnsigned(spread >>> 17, lanes.size()));
  }

  @Override
  public void close() {
    reads.close();
    lanes.forEach(HikariDataSource::close);
  }
}
