package org.posthorn.storage.engine.mysql;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/// A way to the cluster: servers in the order in which they are to be used. All daemons have the
/// same lanes, so that they write an account through the same server. Thread-safe.
final class Lane {
  private final List<Node> order;
  private final Function<Node, HikariDataSource> pool;

  /// @param pool which of a server's pools
  Lane(List<Node> order, Function<Node, HikariDataSource> pool) {
    this.order = List.copyOf(order);
    this.pool = pool;
  }

  /// A connection, and the server that it leads to.
  record Borrowed(Connection connection, Node node, HikariDataSource pool)
      implements AutoCloseable {
    /// Closes the connection for good.
    void discard() {
      node.returned(connection);
      pool.evictConnection(connection);
    }

    /// Gives it back, what was not committed rolled back.
    @Override
    public void close() throws SQLException {
      node.returned(connection);
      connection.close();
    }
  }

  /// A connection to the first server that is usable.
  ///
  /// @throws SQLException where it cannot be reached, or has no connection free for too long
  Borrowed borrow() throws SQLException {
    Node node = order.stream().filter(Node::usable).findFirst().orElseGet(order::getFirst);
    HikariDataSource connections = pool.apply(node);
    try {
      Connection connection = connections.getConnection();
      node.lent(connection);
      return new Borrowed(connection, node, connections);
    } catch (SQLException failure) {
      if (failure.getCause() != null) {
        // Not only busy: no connection could be made.
        node.suspect();
      }
      throw failure;
    }
  }

  /// How many servers there are to turn to.
  int size() {
    return order.size();
  }
}
