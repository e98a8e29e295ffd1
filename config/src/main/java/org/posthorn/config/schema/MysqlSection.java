package org.posthorn.config.schema;

import java.time.Duration;
import java.util.List;
import org.posthorn.config.MysqlStorage;
import org.posthorn.config.value.HostPort;
import org.posthorn.config.value.Secret;

/// The settings of `[storage.mysql]`.
final class MysqlSection {
  private static final Setting<MysqlStorage, List<HostPort>> HOSTS =
      Setting.of(
          "hosts",
          Types.listOf(Types.hostPort(3306)),
          MysqlStorage::hosts,
          """
          The nodes of the cluster. The first one that is up is used, the others stand in for it. List them in the same
          order for every daemon.
          """);

  private static final Setting<MysqlStorage, String> DATABASE =
      Setting.of(
          "database",
          Types.TEXT,
          MysqlStorage::database,
          """
          The schema. It has to exist; the tables in it are made and kept up to date by the daemon.
          """);

  private static final Setting<MysqlStorage, String> USER =
      Setting.of(
          "user",
          Types.TEXT,
          MysqlStorage::user,
          """
          The user to log in as. It needs all rights on the schema, and no others.
          """);

  private static final Setting<MysqlStorage, Secret> PASSWORD =
      Setting.of(
              "password",
              Types.SECRET,
              MysqlStorage::password,
              """
          The user's password, or `file:` and the path of a file that has it.
          """)
          .withExample("\"file:/etc/posthorn/mysql-password\"");

  private static final Setting<MysqlStorage, Integer> READ_CONNECTIONS =
      Setting.of(
          "read-connections",
          Types.integer(1, 1024, "connections"),
          MysqlStorage::readConnections,
          """
          Connections that read, at most. The database must allow those of all daemons together.
          """);

  private static final Setting<MysqlStorage, Integer> WRITE_CONNECTIONS =
      Setting.of(
          "write-connections",
          Types.integer(1, 1024, "connections"),
          MysqlStorage::writeConnections,
          """
          Connections that make changes, at most; with `write-lanes`, so many for each node. Changes that come while one of
          them is at work are merged into one transaction; the others are for what comes beside a slow change, and for
          much mail at once.
          """);

  private static final Setting<MysqlStorage, Boolean> WRITE_LANES =
      Setting.of(
          "write-lanes",
          Types.BOOL,
          MysqlStorage::writeLanes,
          """
          Whether the accounts are spread over the nodes, so that each node takes a part of the changes. Only for clusters in
          which every node can write (Galera); every daemon must have the same value. Else all changes go to the first node
          that is up.
          """);

  private static final Setting<MysqlStorage, Duration> TIMEOUT =
      Setting.of(
          "timeout",
          Types.duration("1s", "10m"),
          MysqlStorage::timeout,
          """
          How long a statement, or waiting for a connection, may take before the database counts as unreachable.
          """);

  private static final Setting<MysqlStorage, List<String>> PARAMETERS =
      Setting.of(
              "parameters",
              Types.listOf(Types.TEXT),
              MysqlStorage::parameters,
              """
          Further parameters of the driver, MySQL Connector/J, such as those for TLS.
          """)
          .withExample(
              "[\"sslMode=VERIFY_CA\", \"trustCertificateKeyStoreUrl=file:/etc/posthorn/ca.p12\"]");

  private static final Setting<MysqlStorage, Duration> CHANGE_POLL =
      Setting.of(
          "change-poll",
          Types.duration("10ms", "1m"),
          MysqlStorage::changePoll,
          """
          How often the database is asked what other daemons have changed in mailboxes that clients of this one watch
          (IDLE): one statement for all of them. It bounds how late such a client hears of new mail. What a client asks for
          is never older than what was acknowledged to anybody before.
          """);

  static final Section<MysqlStorage> SECTION =
      new Section<>(
          "storage.mysql",
          "The engine on MySQL",
          """
          Only used with `storage.engine = "mysql"`: MySQL 8.4 or newer, or MariaDB 10.11 or newer.
          """,
          List.of(
              HOSTS,
              DATABASE,
              USER,
              PASSWORD,
              READ_CONNECTIONS,
              WRITE_CONNECTIONS,
              WRITE_LANES,
              TIMEOUT,
              PARAMETERS,
              CHANGE_POLL),
          MysqlSection::build);

  private MysqlSection() {}

  private static MysqlStorage build(Values<MysqlStorage> v) {
    return new MysqlStorage(
        v.get(HOSTS),
        v.get(DATABASE),
        v.get(USER),
        v.get(PASSWORD),
        v.get(READ_CONNECTIONS),
        v.get(WRITE_CONNECTIONS),
        v.get(WRITE_LANES),
        v.get(TIMEOUT),
        v.get(PARAMETERS),
        v.get(CHANGE_POLL));
  }
}
