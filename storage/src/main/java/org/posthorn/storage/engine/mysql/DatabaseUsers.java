package org.posthorn.storage.engine.mysql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// Who else is connected to a database: for commands that must be alone with it.
public final class DatabaseUsers {
  private DatabaseUsers() {}

  /// The other connections, as `user@host`, over all nodes that can be asked.
  ///
  /// @throws org.posthorn.storage.model.StorageException if no node can be asked
  public static Set<String> of(MysqlOptions options) {
    Set<String> others = new LinkedHashSet<>();
    List<SQLException> failures = new ArrayList<>();
    for (int node = 0; node < options.hosts().size(); node++) {
      try {
        others.addAll(onNode(options.alone(node)));
      } catch (SQLException failure) {
        failures.add(failure);
      }
    }
    if (failures.size() == options.hosts().size()) {
      throw Faults.unavailable(failures.getFirst());
    }
    return others;
  }

  private static List<String> onNode(MysqlOptions node) throws SQLException {
    try (Connection connection =
            DriverManager.getConnection(
                node.url(0, Pools.MODE), node.user(), node.password().reveal());
        PreparedStatement statement =
            connection.prepareStatement(
                "SELECT user, host FROM information_schema.PROCESSLIST"
                    + " WHERE db=DATABASE() AND id<>CONNECTION_ID()");
        ResultSet found = statement.executeQuery()) {
      List<String> users = new ArrayList<>();
      while (found.next()) {
        users.add(found.getString(1) + '@' + found.getString(2));
      }
      return users;
    }
  }
}
