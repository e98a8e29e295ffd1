package org.posthorn.storage.engine.mysql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.posthorn.config.value.HostPort;
import org.posthorn.config.value.Secret;

/// A server that takes databases of tests: a private MariaDB, or the one that the run was given
/// with `./posthorn test --mysql`. There, the databases are called `posthorn_test_…` and dropped
/// when the JVM ends; nothing else is touched. Thread-safe.
public final class DatabaseServer {
  /// What the names of databases begin with, on a server that has others too.
  static final String PREFIX = "posthorn_test_";

  private static Optional<DatabaseServer> shared = Optional.empty();

  private final HostPort address;
  private final String user;
  private final Secret password;
  private final Map<String, String> parameters;
  private final String prefix;
  private final AtomicInteger databases = new AtomicInteger();
  private final Queue<String> made = new ConcurrentLinkedQueue<>();

  private DatabaseServer(GivenServer server, String prefix) {
    this.address = server.address();
    this.user = server.user();
    this.password = server.password();
    this.parameters = server.parameters();
    this.prefix = prefix;
  }

  /// A private one, whose root has no password.
  static DatabaseServer local(int port) {
    HostPort address = new HostPort("127.0.0.1", port);
    return new DatabaseServer(new GivenServer(address, "root", Secret.of(""), Map.of()), "mail");
  }

  /// One that has other databases too.
  static DatabaseServer foreign(GivenServer server) {
    String random = Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
    return new DatabaseServer(server, PREFIX + random + '_');
  }

  /// Whether there is one for this run: one was given, or MariaDB is installed.
  public static boolean available() {
    return GivenServer.ofThisRun().isPresent() || MariaDbServer.available();
  }

  /// The one that tests of this JVM share. What they make there ends with the JVM.
  ///
  /// @throws IllegalStateException with a plain sentence if the given one cannot be used
  public static synchronized DatabaseServer shared() {
    if (shared.isEmpty()) {
      Optional<GivenServer> given = GivenServer.ofThisRun();
      shared = Optional.of(given.map(DatabaseServer::use).orElseGet(MariaDbServer::ofThisJvm));
    }
    return shared.get();
  }

  private static DatabaseServer use(GivenServer given) {
    DatabaseServer server = foreign(given);
    server.check();
    Runtime.getRuntime().addShutdownHook(new Thread(server::dropAll));
    return server;
  }

  /// Tries all that tests do.
  ///
  /// @throws IllegalStateException with a plain sentence that says what to do
  void check() {
    try {
      connect("").close();
    } catch (SQLException failure) {
      throw new IllegalStateException(
          "the MySQL server at %s cannot be used: %s".formatted(address, reason(failure)), failure);
    }
    try {
      String database = newDatabase();
      execute(database, "CREATE TABLE t (id INT NOT NULL PRIMARY KEY) ENGINE=InnoDB");
      execute(database, "INSERT INTO t VALUES (1)");
      execute(database, "DELETE FROM t");
    } catch (IllegalStateException failure) {
      throw new IllegalStateException(
          "user %s at %s lacks rights that tests need: %s; GRANT ALL ON `%s%%`.* TO the user"
              .formatted(
                  user,
                  address,
                  failure.getCause() instanceof SQLException sql ? reason(sql) : failure,
                  PREFIX.replace("_", "\\_")),
          failure);
    } finally {
      dropAll();
    }
  }

  /// What the driver has to say, in one line.
  private static String reason(SQLException failure) {
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String text = String.valueOf(cause == failure ? failure.getMessage() : cause);
    return text.lines().findFirst().orElse(text);
  }

  /// Drops what was made here.
  void dropAll() {
    if (made.isEmpty()) {
      return;
    }
    try (Connection connection = connect("");
        Statement statement = connection.createStatement()) {
      // Whoever still uses one must not keep the others from being dropped.
      statement.execute("SET SESSION lock_wait_timeout=5");
      for (String name = made.poll(); name != null; name = made.poll()) {
        drop(statement, name);
      }
    } catch (SQLException failure) {
      System.err.printf("posthorn test: not dropped: %s: %s%n", made, reason(failure));
    }
  }

  private static void drop(Statement statement, String name) {
    try {
      statement.execute("DROP DATABASE IF EXISTS `" + name + "`");
    } catch (SQLException failure) {
      System.err.printf("posthorn test: not dropped: %s: %s%n", name, reason(failure));
    }
  }

  /// A connection as the user of tests.
  ///
  /// @param database the database, or the empty string for none
  public Connection connect(String database) throws SQLException {
    String more =
        parameters.entrySet().stream()
            .map(entry -> "&" + entry.getKey() + "=" + entry.getValue())
            .collect(Collectors.joining());
    return DriverManager.getConnection(
        "jdbc:mysql://" + address + "/" + database + "?connectTimeout=3000" + more,
        user,
        password.reveal());
  }

  /// Runs one statement.
  public void execute(String database, String sql) {
    try (Connection connection = connect(database);
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  /// Makes an empty database.
  ///
  /// @return its name
  public String newDatabase() {
    String name = prefix + databases.incrementAndGet();
    execute("", "CREATE DATABASE `" + name + "` CHARACTER SET utf8mb4");
    made.add(name);
    return name;
  }

  public HostPort address() {
    return address;
  }

  /// How to reach a database here.
  public MysqlOptions options(String database) {
    return options(database, 4, 2);
  }

  /// The same with other numbers of connections.
  MysqlOptions options(String database, int readers, int writers) {
    return options(address, database, readers, writers, parameters);
  }

  /// How to reach a database here through a proxy, which has to see what passes: without TLS.
  MysqlOptions through(CuttingProxy proxy, String database, int readers, int writers) {
    Map<String, String> plain = new HashMap<>(parameters);
    plain.put("sslMode", "DISABLED");
    plain.put("allowPublicKeyRetrieval", "true");
    HostPort there = new HostPort("127.0.0.1", proxy.port());
    return options(there, database, readers, writers, plain);
  }

  private MysqlOptions options(
      HostPort there, String database, int readers, int writers, Map<String, String> with) {
    return new MysqlOptions(
        List.of(there),
        database,
        user,
        password,
        readers,
        writers,
        false,
        Duration.ofSeconds(30),
        with);
  }

  /// The lines of a daemon's configuration that name a database here, for `[storage.mysql]` and
  /// `[[storage.shard]]`.
  public String toml(String database) {
    String list =
        parameters.entrySet().stream()
            .map(entry -> quoted(entry.getKey() + "=" + entry.getValue()))
            .collect(Collectors.joining(", "));
    return """
        hosts = ["%s"]
        database = "%s"
        user = %s
        password = %s
        parameters = [%s]
        """
        .formatted(address, database, quoted(user), quoted(password.reveal()), list);
  }

  private static String quoted(String text) {
    return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
