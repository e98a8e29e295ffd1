package org.posthorn.config.schema;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.posthorn.config.MysqlReplicas;
import org.posthorn.config.MysqlStorage;
import org.posthorn.config.value.HostPort;
import org.posthorn.config.value.Secret;

/// The keys that `[storage.mysql]` and `[[storage.shard]]` have alike. Immutable.
///
/// @param <S> the record of the table that has them
final class DatabaseKeys<S> {
  private final Function<S, MysqlStorage> mysql;
  private final List<Setting<S, ?>> all = new ArrayList<>();
  private final Setting<S, String> user;
  private final Setting<S, Secret> password;
  private final Setting<S, Integer> readConnections;
  private final Setting<S, Integer> writeConnections;
  private final Setting<S, Boolean> writeLanes;
  private final Setting<S, Duration> timeout;
  private final Setting<S, List<String>> parameters;
  private final Setting<S, List<HostPort>> replicas;
  private final Setting<S, Integer> replicaConnections;
  private final Setting<S, Duration> replicaTimeout;
  private final Setting<S, Duration> replicaPause;

  DatabaseKeys(Function<S, MysqlStorage> mysql) {
    this.mysql = mysql;
    this.user =
        key(
            "user",
            Types.TEXT,
            MysqlStorage::user,
            """
            The user to log in as. It needs all rights on the schema, and no others.
            """);
    this.password =
        key(
            "password",
            Types.SECRET,
            MysqlStorage::password,
            """
            The user's password, or `file:` and the path of a file that has it.
            """,
            "\"file:secrets/mysql\"");
    this.readConnections =
        key(
            "read-connections",
            Types.integer(1, 1024, "connections"),
            MysqlStorage::readConnections,
            """
            Connections that read, at most. The database must allow those of all daemons together.
            """);
    this.writeConnections =
        key(
            "write-connections",
            Types.integer(1, 1024, "connections"),
            MysqlStorage::writeConnections,
            """
            Connections that make changes, at most; with `write-lanes`, so many for each node. Changes that come while one of
            them is at work are merged into one transaction; the others are for what comes beside a slow change, and for
            much mail at once.
            """);
    this.writeLanes =
        key(
            "write-lanes",
            Types.BOOL,
            MysqlStorage::writeLanes,
            """
            Whether the accounts are spread over the nodes, so that each node takes a part of the changes. Only for clusters in
            which every node can write (Galera); every daemon must have the same value. Else all changes go to the first node
            that is up.
            """);
    this.timeout =
        key(
            "timeout",
            Types.duration("1s", "10m"),
            MysqlStorage::timeout,
            """
            How long a statement, or waiting for a connection, may take before the database counts as unreachable. Clients of
            a shard that has been gone for longer are refused at once.
            """);
    this.parameters =
        key(
            "parameters",
            Types.listOf(Types.TEXT),
            MysqlStorage::parameters,
            """
            Further parameters of the driver, MySQL Connector/J, such as those for TLS.
            """,
            "[\"sslMode=VERIFY_CA\", \"trustCertificateKeyStoreUrl=file:/etc/posthorn/ca.p12\"]");
    this.replicas =
        key(
            "replicas",
            Types.listOf(Types.hostPort(3306)),
            database -> database.replicas().hosts(),
            """
            Servers that follow the cluster by asynchronous replication and are read only (`read_only = ON`). What never
            changes is read from them, in turn: bodies of messages, their structures, and the fixed part of what an account
            received. What one does not have yet is asked of the cluster. They are reached with the same user, password and
            parameters.
            """,
            "[\"db4:3306\", \"db5:3306\"]");
    this.replicaConnections =
        key(
            "replica-connections",
            Types.integer(1, 1024, "connections"),
            database -> database.replicas().connections(),
            """
            Connections to each replica, at most.
            """);
    this.replicaTimeout =
        key(
            "replica-timeout",
            Types.duration("50ms", "1m"),
            database -> database.replicas().timeout(),
            """
            How long a replica may take to answer. One that takes longer, or answers with an error, is left alone, and the
            cluster is asked.
            """);
    this.replicaPause =
        key(
            "replica-pause",
            Types.duration("100ms", "10m"),
            database -> database.replicas().pause(),
            """
            How long a replica that failed is left alone before it is tried again.
            """);
  }

  private <T> Setting<S, T> key(
      String name, SettingType<T> type, Function<MysqlStorage, T> get, String doc) {
    return add(Setting.of(name, type, mysql.andThen(get), doc));
  }

  private <T> Setting<S, T> key(
      String name, SettingType<T> type, Function<MysqlStorage, T> get, String doc, String example) {
    return add(Setting.of(name, type, mysql.andThen(get), doc).withExample(example));
  }

  private <T> Setting<S, T> add(Setting<S, T> setting) {
    all.add(setting);
    return setting;
  }

  /// These keys between others.
  List<Setting<S, ?>> between(List<Setting<S, ?>> before, List<Setting<S, ?>> after) {
    List<Setting<S, ?>> keys = new ArrayList<>(before);
    keys.addAll(all);
    keys.addAll(after);
    return keys;
  }

  /// The record of these keys and of those that each table has of its own.
  MysqlStorage build(Values<S> v, List<HostPort> hosts, String database, Duration changePoll) {
    return new MysqlStorage(
        hosts,
        database,
        v.get(user),
        v.get(password),
        v.get(readConnections),
        v.get(writeConnections),
        v.get(writeLanes),
        v.get(timeout),
        v.get(parameters),
        changePoll,
        new MysqlReplicas(
            v.get(replicas),
            v.get(replicaConnections),
            v.get(replicaTimeout),
            v.get(replicaPause)));
  }
}
