package org.posthorn.config.schema;

import java.time.Duration;
import java.util.List;
import org.posthorn.config.MysqlStorage;
import org.posthorn.config.ShardStorage;
import org.posthorn.config.value.HostPort;
import org.posthorn.config.value.Secret;

/// The settings of `[[storage.shard]]`.
final class ShardSection {
  private static final Setting<ShardStorage, String> NAME =
      Setting.of(
              "name",
              Types.LABEL,
              ShardStorage::name,
              """
          Its name, which is written down beside each of its accounts: it must never change. `home` is the database of `storage.mysql`.
          """)
          .withExample("\"b\"")
          .asRequired();

  private static final Setting<ShardStorage, List<String>> ACCOUNTS =
      Setting.of(
              "accounts",
              Types.listOf(Types.TEXT),
              ShardStorage::accounts,
              """
          Whose accounts go there when they are added: addresses, domains, or `*.example.org` for all domains below one. The most exact entry counts. Accounts that are there already stay where they are.
          """)
          .withExample("[\"example.org\", \"big@example.net\"]");

  private static final Setting<ShardStorage, Boolean> TAKES_OTHERS =
      Setting.of(
          "takes-others",
          Types.BOOL,
          ShardStorage::takesOthers,
          """
          Whether it takes a part of the new accounts that no shard names. They are spread by a hash of their address.
          """);

  private static final Setting<ShardStorage, List<HostPort>> HOSTS =
      Setting.of(
              "hosts",
              Types.listOf(Types.hostPort(3306)),
              (ShardStorage shard) -> shard.mysql().hosts(),
              """
          The nodes of its cluster, as in `storage.mysql`.
          """)
          .withExample("[\"b1.example.net\", \"b2.example.net\", \"b3.example.net\"]")
          .asRequired();

  private static final Setting<ShardStorage, String> DATABASE =
      Setting.of(
          "database",
          Types.TEXT,
          (ShardStorage shard) -> shard.mysql().database(),
          """
          The schema. It has to exist, and nothing but this shard may be in it.
          """);

  private static final Setting<ShardStorage, String> USER =
      Setting.of(
          "user",
          Types.TEXT,
          (ShardStorage shard) -> shard.mysql().user(),
          """
          The user to log in as.
          """);

  private static final Setting<ShardStorage, Secret> PASSWORD =
      Setting.of(
              "password",
              Types.SECRET,
              (ShardStorage shard) -> shard.mysql().password(),
              """
          The user's password, or `file:` and the path of a file that has it.
          """)
          .withExample("\"file:secrets/mysql-b\"");

  private static final Setting<ShardStorage, Integer> READ_CONNECTIONS =
      Setting.of(
          "read-connections",
          Types.integer(1, 1024, "connections"),
          (ShardStorage shard) -> shard.mysql().readConnections(),
          """
          Connections that read, at most.
          """);

  private static final Setting<ShardStorage, Integer> WRITE_CONNECTIONS =
      Setting.of(
          "write-connections",
          Types.integer(1, 1024, "connections"),
          (ShardStorage shard) -> shard.mysql().writeConnections(),
          """
          Connections that make changes, at most.
          """);

  private static final Setting<ShardStorage, Boolean> WRITE_LANES =
      Setting.of(
          "write-lanes",
          Types.BOOL,
          (ShardStorage shard) -> shard.mysql().writeLanes(),
          """
          Whether its accounts are spread over its nodes, as in `storage.mysql`.
          """);

  private static final Setting<ShardStorage, Duration> TIMEOUT =
      Setting.of(
          "timeout",
          Types.duration("1s", "10m"),
          (ShardStorage shard) -> shard.mysql().timeout(),
          """
          How long a statement, or waiting for a connection, may take. Clients of a shard that has been gone for longer are refused at once.
          """);

  private static final Setting<ShardStorage, List<String>> PARAMETERS =
      Setting.of(
              "parameters",
              Types.listOf(Types.TEXT),
              (ShardStorage shard) -> shard.mysql().parameters(),
              """
          Further parameters of the driver, as in `storage.mysql`.
          """)
          .withExample("[\"sslMode=REQUIRED\"]");

  static final Section<ShardStorage> SECTION =
      new Section<>(
          "storage.shard",
          "Shards",
          """
          One table for each further MySQL cluster that accounts are spread over, for more mail than one can hold; see docs/cluster.md. The database of `storage.mysql` has the directory and the queue, and accounts of its own. Every daemon must have the same tables. Only used with `storage.engine = "mysql"`.
          """,
          List.of(
              NAME,
              HOSTS,
              DATABASE,
              USER,
              PASSWORD,
              ACCOUNTS,
              TAKES_OTHERS,
              READ_CONNECTIONS,
              WRITE_CONNECTIONS,
              WRITE_LANES,
              TIMEOUT,
              PARAMETERS),
          ShardSection::build);

  private ShardSection() {}

  private static ShardStorage build(Values<ShardStorage> v) {
    MysqlStorage mysql =
        new MysqlStorage(
            v.get(HOSTS),
            v.get(DATABASE),
            v.get(USER),
            v.get(PASSWORD),
            v.get(READ_CONNECTIONS),
            v.get(WRITE_CONNECTIONS),
            v.get(WRITE_LANES),
            v.get(TIMEOUT),
            v.get(PARAMETERS),
            MysqlStorage.defaults().changePoll());
    return new ShardStorage(v.get(NAME), mysql, v.get(ACCOUNTS), v.get(TAKES_OTHERS));
  }

  /// What an entry of the list starts from.
  static ShardStorage template() {
    return new ShardStorage("", MysqlStorage.defaults(), List.of(), true);
  }
}
