package org.posthorn.storage.engine.mysql;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.posthorn.config.MysqlReplicas;
import org.posthorn.config.MysqlStorage;
import org.posthorn.config.value.HostPort;
import org.posthorn.config.value.Secret;

/// Where the database is and how it is talked to. Immutable.
///
/// @param hosts the nodes of the cluster, the first one preferred; every daemon lists them in the
///     same order
/// @param database the schema, which exists already
/// @param user the database's user
/// @param password their password
/// @param readers connections that read
/// @param writers connections that run transactions, in each lane
/// @param lanes whether accounts are spread over the nodes; else all writes go to the first node
///     that is up
/// @param patience how long one statement or a new connection may take before the database counts
///     as unreachable
/// @param properties further properties of MySQL Connector/J, such as `sslMode`
/// @param replicas servers that follow these and may be behind
public record MysqlOptions(
    List<HostPort> hosts,
    String database,
    String user,
    Secret password,
    int readers,
    int writers,
    boolean lanes,
    Duration patience,
    Map<String, String> properties,
    MysqlReplicas replicas) {
  private static final Duration BORROW = Duration.ofSeconds(3);
  private static final Duration CONNECT = Duration.ofSeconds(3);

  public MysqlOptions {
    if (hosts.isEmpty()) {
      throw new IllegalArgumentException("a database needs a host");
    }
    hosts = List.copyOf(hosts);
    properties = Map.copyOf(properties);
  }

  /// Without replicas.
  public MysqlOptions(
      List<HostPort> hosts,
      String database,
      String user,
      Secret password,
      int readers,
      int writers,
      boolean lanes,
      Duration patience,
      Map<String, String> properties) {
    this(
        hosts,
        database,
        user,
        password,
        readers,
        writers,
        lanes,
        patience,
        properties,
        MysqlReplicas.none());
  }

  /// As configured.
  public static MysqlOptions of(MysqlStorage config) {
    Map<String, String> properties =
        config.parameters().stream()
            .map(parameter -> parameter.split("=", 2))
            .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1], (_, last) -> last));
    return new MysqlOptions(
        config.hosts(),
        config.database(),
        config.user(),
        config.password(),
        config.readConnections(),
        config.writeConnections(),
        config.writeLanes(),
        config.timeout(),
        properties,
        config.replicas());
  }

  /// The same database, through one of the nodes alone.
  MysqlOptions alone(int host) {
    return new MysqlOptions(
        List.of(hosts.get(host)),
        database,
        user,
        password,
        readers,
        writers,
        lanes,
        patience,
        properties);
  }

  /// The same database with servers that follow it.
  public MysqlOptions withReplicas(MysqlReplicas followers) {
    return new MysqlOptions(
        hosts, database, user, password, readers, writers, lanes, patience, properties, followers);
  }

  /// How long to wait for a connection: not long where there is another server to turn to.
  Duration borrowPatience() {
    Duration most = hosts.size() > 1 ? BORROW : patience;
    return most.compareTo(patience) < 0 ? most : patience;
  }

  /// How many write lanes there are.
  int laneCount() {
    return lanes ? hosts.size() : 1;
  }

  /// The JDBC URL of one of the hosts.
  ///
  /// @param host which one
  /// @param session assignments of session variables
  String url(int host, String session) {
    return url(host, session, patience);
  }

  /// The same with another patience for statements.
  String url(int host, String session, Duration statements) {
    Duration connect = patience.compareTo(CONNECT) < 0 ? patience : CONNECT;
    return url(hosts.get(host), session, connect, statements);
  }

  /// The JDBC URL of the database on any server.
  ///
  /// @param connect how long a new connection may take
  /// @param statements how long a statement may take
  String url(HostPort host, String session, Duration connect, Duration statements) {
    String more =
        properties.entrySet().stream()
            .map(entry -> "&" + entry.getKey() + "=" + entry.getValue())
            .sorted()
            .collect(Collectors.joining());
    return "jdbc:mysql://"
        + host
        + "/"
        + database
        + "?connectTimeout="
        + connect.toMillis()
        + "&socketTimeout="
        + statements.toMillis()
        + "&tcpKeepAlive=true&useServerPrepStmts=false&cachePrepStmts=true&prepStmtCacheSize=500"
        + "&prepStmtCacheSqlLimit=8192&allowMultiQueries=true&useLocalSessionState=true"
        + "&useLocalTransactionState=true&elideSetAutoCommits=true&cacheServerConfiguration=true"
        + "&connectionCollation=utf8mb4_bin&connectionTimeZone=UTC"
        + "&forceConnectionTimeZoneToSession=true&maintainTimeStats=false"
        + "&sessionVariables="
        + session
        + more;
  }
}
