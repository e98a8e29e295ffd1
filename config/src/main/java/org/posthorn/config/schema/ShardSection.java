package org.posthorn.config.schema;

import java.util.List;
import org.posthorn.config.MysqlStorage;
import org.posthorn.config.ShardStorage;
import org.posthorn.config.value.HostPort;

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

  private static final DatabaseKeys<ShardStorage> KEYS = new DatabaseKeys<>(ShardStorage::mysql);

  static final Section<ShardStorage> SECTION =
      new Section<>(
          "storage.shard",
          "Shards",
          """
          One table for each further MySQL cluster that accounts are spread over, for more mail than one can hold; see docs/cluster.md. The database of `storage.mysql` has the directory and the queue, and accounts of its own. Every daemon must have the same tables. Only used with `storage.engine = "mysql"`.
          """,
          KEYS.between(List.of(NAME, HOSTS, DATABASE, ACCOUNTS, TAKES_OTHERS), List.of()),
          ShardSection::build);

  private ShardSection() {}

  private static ShardStorage build(Values<ShardStorage> v) {
    MysqlStorage mysql =
        KEYS.build(v, v.get(HOSTS), v.get(DATABASE), MysqlStorage.defaults().changePoll());
    return new ShardStorage(v.get(NAME), mysql, v.get(ACCOUNTS), v.get(TAKES_OTHERS));
  }

  /// What an entry of the list starts from.
  static ShardStorage template() {
    return new ShardStorage("", MysqlStorage.defaults(), List.of(), true);
  }
}
