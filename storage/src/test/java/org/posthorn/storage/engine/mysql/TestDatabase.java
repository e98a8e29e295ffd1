package org.posthorn.storage.engine.mysql;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Clock;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/// A database of the shared server with the tables of a mail store, empty at first. Closed ones
/// are emptied and used again: making tables takes longer than most tests.
public final class TestDatabase implements AutoCloseable {
  private static final Deque<String> FREE = new ArrayDeque<>();

  private final String name;

  private TestDatabase(String name) {
    this.name = name;
  }

  /// An empty one.
  public static TestDatabase take() {
    synchronized (FREE) {
      String free = FREE.poll();
      return new TestDatabase(free == null ? DatabaseServer.shared().newDatabase() : free);
    }
  }

  /// An engine on it, like that of one daemon of several.
  public MysqlEngine open() {
    return MysqlEngine.open(
        DatabaseServer.shared().options(name), new SimpleMeterRegistry(), Clock.systemUTC());
  }

  /// The database's name.
  public String name() {
    return name;
  }

  @Override
  public void close() {
    try (Connection connection = DatabaseServer.shared().connect(name);
        Statement statement = connection.createStatement()) {
      for (String table : tables(statement)) {
        statement.execute("DELETE FROM `" + table + "`");
      }
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
    synchronized (FREE) {
      FREE.push(name);
    }
  }

  private static List<String> tables(Statement statement) throws SQLException {
    try (ResultSet found =
        statement.executeQuery(
            "SELECT table_name FROM information_schema.tables WHERE table_schema=DATABASE()"
                + " AND table_name<>'schema_migration'")) {
      List<String> names = new ArrayList<>();
      while (found.next()) {
        names.add(found.getString(1));
      }
      return names;
    }
  }
}
