package org.posthorn.storage.engine.mysql;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import org.posthorn.config.value.HostPort;
import org.posthorn.storage.engine.MetaTable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Connects to a read replica, if it is one of this store. Thread-safe.
///
/// It has to have the store's id, and must not take writes: a copy of the database that somebody
/// made to try something on, and that goes its own way, has the same id.
final class ReplicaConnector {
  private static final Logger log = LoggerFactory.getLogger(ReplicaConnector.class);
  private static final String CHECK =
      "SELECT @@global.read_only,@@global.innodb_read_only,(SELECT value FROM meta WHERE name='"
          + MetaTable.STORE_ID
          + "')";

  private final MysqlOptions options;
  private final HostPort host;
  private final String url;
  private volatile String storeId = "";

  ReplicaConnector(MysqlOptions options, HostPort host) {
    this.options = options;
    this.host = host;
    this.url =
        options.url(host, Pools.MODE, options.replicas().timeout(), options.replicas().timeout());
  }

  /// Says why a server that answers is not used.
  static final class Unfit extends SQLException {
    private static final long serialVersionUID = 1;

    private Unfit(String message) {
      super(message);
    }
  }

  /// To be called before the first connection is made.
  void expect(String id) {
    storeId = id;
  }

  String host() {
    return host.toString();
  }

  /// Makes a connection whose statements are transactions of their own.
  ///
  /// @throws SQLException an [Unfit] if it is not a replica of this store
  Connection connect() throws SQLException {
    Connection connection =
        DriverManager.getConnection(url, options.user(), options.password().reveal());
    try {
      check(connection);
      connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
      return connection;
    } catch (SQLException failure) {
      close(connection);
      throw failure;
    }
  }

  private void check(Connection connection) throws SQLException {
    try (Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(CHECK)) {
      if (!found.next()) {
        throw new SQLException("no answer");
      }
      String there = Objects.requireNonNullElse(found.getString(3), "");
      if (!there.equals(storeId)) {
        throw new Unfit(
            there.isEmpty() ? "it has no store yet" : "it has another store, with the id " + there);
      }
      if (!isOn(found.getString(1)) && !isOn(found.getString(2))) {
        throw new Unfit("it takes writes; set read_only = ON there");
      }
    }
  }

  private static boolean isOn(String variable) {
    return !variable.equals("0") && !variable.equalsIgnoreCase("OFF");
  }

  /// Closes a connection, whatever state it is in.
  static void close(Connection connection) {
    try {
      connection.close();
    } catch (SQLException failure) {
      log.atDebug().setCause(failure).log("a connection to a read replica was not closed well");
    }
  }
}
