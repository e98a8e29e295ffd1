package org.posthorn.storage.engine.mysql;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// One server of the cluster: its connections, and whether it can be worked with now. Thread-safe.
///
/// A server is usable when a table can be read on it and it takes writes: a Galera node outside the
/// primary component takes connections and answers pings, but no statement on a table; the
/// secondary of an InnoDB cluster takes no writes.
final class Node {
  private static final Logger log = LoggerFactory.getLogger(Node.class);
  private static final String PROBE =
      "SELECT @@global.read_only,(SELECT MAX(step) FROM schema_migration)";
  private static final Duration PROBE_PATIENCE = Duration.ofSeconds(3);

  /// How long an idle connection may take to say that it is alive.
  private static final Duration VALIDATION = Duration.ofSeconds(2);

  /// Questions of many sessions are asked as one, so few connections will do.
  private static final int LOOK_UPS = 3;

  /// After so many probes in a row without an answer nobody waits for it any longer.
  private static final int SILENCES = 2;

  /// How often in a row it must answer before it is used again.
  private static final int ANSWERS = 2;

  private final MysqlOptions options;
  private final int number;
  private final HikariDataSource reads;
  private final HikariDataSource lookUps;
  private final HikariDataSource writes;
  private final AtomicInteger answersWanted = new AtomicInteger();
  private final Set<Connection> lent = ConcurrentHashMap.newKeySet();
  private int silences;

  /// @param number its place in the list of hosts
  /// @param readSession assignments of session variables for connections that read
  Node(MysqlOptions options, int number, String readSession, MeterRegistry registry) {
    this.options = options;
    this.number = number;
    HikariConfig read = config("read-" + number, options.url(number, readSession), registry);
    read.setMaximumPoolSize(options.readers());
    read.setTransactionIsolation("TRANSACTION_REPEATABLE_READ");
    this.reads = new HikariDataSource(read);
    // Each statement is a transaction of its own, with nothing to end behind it.
    HikariConfig lookUp = config("look-up-" + number, options.url(number, readSession), registry);
    lookUp.setMaximumPoolSize(LOOK_UPS);
    lookUp.setAutoCommit(true);
    this.lookUps = new HikariDataSource(lookUp);
    HikariConfig write = config("write-" + number, options.url(number, Pools.MODE), registry);
    write.setMaximumPoolSize(options.writers());
    write.setTransactionIsolation("TRANSACTION_READ_COMMITTED");
    this.writes = new HikariDataSource(write);
  }

  private HikariConfig config(String name, String url, MeterRegistry registry) {
    HikariConfig config = new HikariConfig();
    config.setPoolName("posthorn-" + name);
    config.setDriverClassName("com.mysql.cj.jdbc.Driver");
    config.setJdbcUrl(url);
    config.setUsername(options.user());
    config.setPassword(options.password().reveal());
    config.setAutoCommit(false);
    config.setConnectionTimeout(options.borrowPatience().toMillis());
    config.setValidationTimeout(Math.min(VALIDATION.toMillis(), options.patience().toMillis()));
    config.setInitializationFailTimeout(-1);
    config.setMinimumIdle(number == 0 ? 1 : 0);
    config.setMetricsTrackerFactory(new MicrometerMetricsTrackerFactory(registry));
    return config;
  }

  HikariDataSource reads() {
    return reads;
  }

  HikariDataSource lookUps() {
    return lookUps;
  }

  HikariDataSource writes() {
    return writes;
  }

  /// Whether it can be worked with, as far as is known.
  boolean usable() {
    return answersWanted.get() == 0;
  }

  /// Has it left alone until it answers again.
  void suspect() {
    if (answersWanted.getAndSet(ANSWERS) == 0) {
      log.atWarn().addKeyValue("host", host()).log("a database server is not used for now");
      pools().forEach(pool -> pool.getHikariPoolMXBean().softEvictConnections());
    }
  }

  private String host() {
    return options.hosts().get(number).toString();
  }

  /// Notes that somebody works with a connection.
  void lent(Connection connection) {
    lent.add(connection);
  }

  /// Notes that nobody does any more.
  void returned(Connection connection) {
    lent.remove(connection);
  }

  /// Breaks off what is under way: to wait for a server that hangs takes long, and others are
  // there.
  /// A commit that is broken off is asked for by its token.
  private void breakOff() {
    for (Connection connection : lent) {
      try {
        connection.abort(Runnable::run);
      } catch (SQLException failure) {
        log.atDebug().setCause(failure).log("a connection was closed already");
      }
    }
  }

  /// Finds out whether it can be worked with; called every now and then, by one thread at a time,
  /// where there are others to turn to.
  void probe() {
    boolean answers = answers();
    silences = answers ? 0 : silences + 1;
    if (silences == SILENCES) {
      breakOff();
    }
    if (!answers) {
      suspect();
      answersWanted.set(ANSWERS);
    } else if (answersWanted.get() > 0 && answersWanted.decrementAndGet() == 0) {
      log.atInfo().addKeyValue("host", host()).log("a database server is used again");
    }
  }

  private boolean answers() {
    String url = options.url(number, Pools.MODE, PROBE_PATIENCE);
    try (Connection connection =
            DriverManager.getConnection(url, options.user(), options.password().reveal());
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(PROBE)) {
      return found.next() && found.getInt(1) == 0;
    } catch (SQLException failure) {
      log.atDebug().setCause(failure).addKeyValue("host", host()).log("a database server is away");
      return false;
    }
  }

  /// All its pools, to be closed.
  Stream<HikariDataSource> pools() {
    return Stream.of(reads, lookUps, writes);
  }
}
