package org.posthorn.config;

import java.time.Duration;
import java.util.List;
import org.posthorn.config.value.HostPort;
import org.posthorn.config.value.Secret;

/// The engine on a MySQL cluster: `[storage.mysql]`. Immutable.
///
/// @param hosts the nodes, the preferred one first, in the same order for every daemon
/// @param database the schema, which exists already
/// @param user the database's user
/// @param password their password
/// @param readConnections connections that read, each with a thread
/// @param writeConnections connections that run transactions
/// @param writeLanes whether accounts are spread over the nodes
/// @param timeout after which the database counts as unreachable
/// @param parameters further parameters of the driver, `name=value`
/// @param changePoll how often changes of other daemons are looked for
/// @param replicas servers that follow, from which what never changes is read
public record MysqlStorage(
    List<HostPort> hosts,
    String database,
    String user,
    Secret password,
    int readConnections,
    int writeConnections,
    boolean writeLanes,
    Duration timeout,
    List<String> parameters,
    Duration changePoll,
    MysqlReplicas replicas) {
  public MysqlStorage {
    hosts = List.copyOf(hosts);
    parameters = List.copyOf(parameters);
  }

  public static MysqlStorage defaults() {
    return new MysqlStorage(
        List.of(new HostPort("127.0.0.1", 3306)),
        "posthorn",
        "posthorn",
        Secret.of(""),
        16,
        4,
        false,
        Duration.ofSeconds(30),
        List.of(),
        Duration.ofMillis(100),
        MysqlReplicas.none());
  }

  /// How many threads read: one for each connection, so that none of them idles.
  public int readers() {
    return readConnections + replicas.hosts().size() * replicas.connections();
  }

  /// The same database, where only those are read that take the changes.
  public MysqlStorage withoutReplicas() {
    return new MysqlStorage(
        hosts,
        database,
        user,
        password,
        readConnections,
        writeConnections,
        writeLanes,
        timeout,
        parameters,
        changePoll,
        MysqlReplicas.none());
  }
}
