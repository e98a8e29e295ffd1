package org.posthorn.storage.engine.mysql;

import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.posthorn.storage.engine.Ahead;
import org.posthorn.storage.engine.BodyVerifier;
import org.posthorn.storage.engine.Engine;
import org.posthorn.storage.engine.EngineTransaction;
import org.posthorn.storage.engine.EngineView;
import org.posthorn.storage.engine.Scopes;
import org.posthorn.storage.engine.Table;
import org.posthorn.storage.model.BlobHash;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The store on a MySQL cluster. Several daemons may have it open at once. Thread-safe.
public final class MysqlEngine implements Engine {
  private static final Logger log = LoggerFactory.getLogger(MysqlEngine.class);
  private static final long CHECK_SECONDS = 2;
  private static final long SWEEP_SECONDS = 30;

  private final Pools pools;
  private final Replicas replicas;
  private final CommitTokens tokens;
  private final List<Merger> mergers;
  private final Duration patience;
  private final ScheduledExecutorService scheduler =
      Executors.newSingleThreadScheduledExecutor(
          Thread.ofPlatform().daemon().name("mysql-keeper").factory());
  private volatile SqlTables tables = new SqlTables(List.of());
  private volatile Health health = Health.ok();

  private MysqlEngine(
      Pools pools,
      Replicas replicas,
      CommitTokens tokens,
      List<Merger> mergers,
      Duration patience) {
    this.patience = patience;
    this.mergers = mergers;
    this.pools = pools;
    this.replicas = replicas;
    this.tokens = tokens;
  }

  /// How many threads a store on this engine needs for its transactions: those that wait until they
  /// are merged have one each.
  ///
  /// @param connections how many connections run transactions
  public static int writers(int connections) {
    return Math.max(Merger.MOST, 2 * connections);
  }

  /// Connects and brings the schema up to date.
  ///
  /// @throws StorageException with [StorageError.Unavailable] if the database cannot be reached
  ///     or
  ///     has a newer schema
  public static MysqlEngine open(MysqlOptions options, MeterRegistry registry, Clock clock) {
    boolean galera = migrate(options);
    Pools pools = Pools.open(options, galera, registry);
    CommitTokens tokens = new CommitTokens(pools.lanes().getFirst(), clock);
    DistributionSummary merged =
        DistributionSummary.builder("posthorn.store.commit.batch")
            .description("Transactions made durable together")
            .register(registry);
    List<Merger> mergers =
        pools.lanes().stream()
            .map(
                lane ->
                    new Merger(lane, options.writers(), options.patience(), tokens, merged::record))
            .toList();
    Replicas replicas = new Replicas(options, registry);
    return new MysqlEngine(pools, replicas, tokens, mergers, options.patience());
  }

  /// Brings the schema up to date, through the first server that takes it.
  ///
  /// @return whether it is one of a Galera cluster
  private static boolean migrate(MysqlOptions options) {
    SQLException last = new SQLException("there is no host");
    for (int host = 0; host < options.hosts().size(); host++) {
      try (Connection connection =
          DriverManager.getConnection(
              options.url(host, Pools.MODE), options.user(), options.password().reveal())) {
        connection.setAutoCommit(false);
        Migrations.run(connection);
        return isGalera(connection);
      } catch (SQLException failure) {
        last = failure;
        if (Faults.kind(failure) != Faults.Kind.LOST) {
          break;
        }
      }
    }
    throw new StorageException(
        new StorageError.Unavailable(
            "the database at %s cannot be used: %s".formatted(options.hosts(), last.getMessage())),
        last);
  }

  private static boolean isGalera(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SHOW VARIABLES LIKE 'wsrep_on'")) {
      return found.next() && found.getString(2).equalsIgnoreCase("ON");
    }
  }

  @Override
  public String name() {
    return "mysql";
  }

  @Override
  public void prepare(List<Table<?>> all) {
    tables = new SqlTables(all);
    mergers.forEach(merger -> merger.prepare(tables));
    var _ =
        scheduler.scheduleWithFixedDelay(
            this::checkHealth, CHECK_SECONDS, CHECK_SECONDS, TimeUnit.SECONDS);
    var _ =
        scheduler.scheduleWithFixedDelay(
            this::sweep, SWEEP_SECONDS, SWEEP_SECONDS, TimeUnit.SECONDS);
  }

  @Override
  public void opened(String storeId) {
    replicas.start(storeId);
  }

  @Override
  public EngineView view() {
    return new ReadView(reading(), tables);
  }

  @Override
  public <R> List<Optional<R>> lookUp(Table<R> table, List<byte[]> keys) {
    Session session = new Session(pools.lookUps(), patience, Faults::unavailable);
    try (ReadView view = new ReadView(session, tables)) {
      return view.get(table, keys);
    }
  }

  @Override
  public <R> List<Optional<R>> lookUpCopies(Table<R> table, List<byte[]> keys) {
    return replicas.rows(tables, table, keys);
  }

  private Session reading() {
    return new Session(pools.reads(), patience, Faults::unavailable);
  }

  @Override
  public EngineTransaction begin(Scopes scopes, Ahead ahead) {
    return mergers.get(pools.laneOf(scopes)).begin(scopes, ahead);
  }

  @Override
  public boolean detectsConflicts() {
    return true;
  }

  @Override
  public boolean shared() {
    return true;
  }

  @Override
  public Optional<EngineBody> openBody(BlobHash hash) {
    return replicas.body(hash, this::openInCluster).or(() -> openInCluster(hash));
  }

  private Optional<EngineBody> openInCluster(BlobHash hash) {
    return MysqlBody.open(reading(), hash);
  }

  @Override
  public Map<BlobHash, EngineBody> openTogether(List<BlobHash> hashes, int bytes) {
    if (hashes.size() < 2) {
      return Map.of();
    }
    Replicas.Bodies copies = replicas.bodies(hashes, bytes, this::openInCluster);
    Map<BlobHash, EngineBody> opened = new HashMap<>(copies.small());
    List<BlobHash> missing = hashes.stream().filter(hash -> !copies.has(hash)).toList();
    if (missing.isEmpty()) {
      return opened;
    }
    Map<BlobHash, byte[]> stored;
    try (Session session = reading()) {
      List<BlobHash> padded = MysqlView.padded(missing);
      stored = session.call(connection -> BodyTable.small(connection, padded, bytes));
    }
    stored.forEach(
        (hash, form) -> {
          try {
            opened.put(hash, MysqlBody.of(form));
          } catch (StorageException damaged) {
            log.atDebug().setCause(damaged).log("a body is opened alone, to be told about");
          }
        });
    return opened;
  }

  @Override
  public Health health() {
    return health;
  }

  private void checkHealth() {
    try (Lane.Borrowed borrowed = pools.lanes().getFirst().borrow();
        var statement = borrowed.connection().createStatement();
        var result = statement.executeQuery("SELECT MAX(step) FROM schema_migration")) {
      health = result.next() ? Health.ok() : Health.down("the database has no schema");
    } catch (SQLException failure) {
      if (health.up()) {
        log.atWarn().setCause(failure).log("the database cannot be reached");
      }
      health = Health.down("the database cannot be reached");
    }
  }

  private void sweep() {
    try {
      tokens.sweep();
    } catch (SQLException failure) {
      log.atDebug().setCause(failure).log("old tokens of transactions were not removed");
    }
  }

  @Override
  public boolean storageFull() {
    return false;
  }

  @Override
  public void checkpoint(Path target) {
    throw new StorageException(
        new StorageError.Denied(
            "mail in a database is backed up with the database's own tools, see docs/schema.md"));
  }

  @Override
  public List<String> verifyFiles() {
    // The database sees to its own files.
    return List.of();
  }

  @Override
  public BodyCheck verifyBodies(Optional<BlobHash> after) {
    return new BodyVerifier(this::page, this::openInCluster).check(after);
  }

  private List<BlobHash> page(Optional<BlobHash> last, int limit) {
    try (Session session = reading()) {
      return session.call(connection -> BodyTable.hashesAfter(connection, last, limit));
    }
  }

  @Override
  public void close() {
    scheduler.shutdownNow();
    replicas.close();
    pools.close();
  }
}
