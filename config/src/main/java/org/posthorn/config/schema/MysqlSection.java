package org.posthorn.config.schema;

import java.time.Duration;
import java.util.List;
import org.posthorn.config.MysqlStorage;
import org.posthorn.config.value.HostPort;

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

  private static final DatabaseKeys<MysqlStorage> KEYS = new DatabaseKeys<>(mysql -> mysql);

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
          KEYS.between(List.of(HOSTS, DATABASE), List.of(CHANGE_POLL)),
          MysqlSection::build);

  private MysqlSection() {}

  private static MysqlStorage build(Values<MysqlStorage> v) {
    return KEYS.build(v, v.get(HOSTS), v.get(DATABASE), v.get(CHANGE_POLL));
  }
}
