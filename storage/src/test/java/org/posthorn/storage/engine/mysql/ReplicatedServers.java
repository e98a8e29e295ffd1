package org.posthorn.storage.engine.mysql;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.posthorn.config.value.HostPort;

/// Two private MariaDB servers on free loopback ports: the second follows the first by asynchronous
/// replication and is read only.
public final class ReplicatedServers implements AutoCloseable {
  private final MariaDbServer primary;
  private final MariaDbServer replica;

  private ReplicatedServers() {
    primary = begin("--log-bin=bin", "--server-id=1", "--binlog-format=ROW");
    replica = begin("--server-id=2", "--read-only=1");
    primary.awaitUp();
    replica.awaitUp();
    onReplica(
        "CHANGE MASTER TO MASTER_HOST='127.0.0.1',MASTER_PORT="
            + primary.port()
            + ",MASTER_USER='root',MASTER_PASSWORD='',MASTER_CONNECT_RETRY=1,"
            + "MASTER_USE_GTID=slave_pos");
    startReplication();
  }

  /// Starts one that forgets nothing when it is killed, and does not wait for the disk.
  private static MariaDbServer begin(String... arguments) {
    List<String> all = new ArrayList<>(List.of(arguments));
    all.addAll(
        List.of(
            "--innodb-flush-log-at-trx-commit=2",
            "--innodb-flush-method=nosync",
            "--debug-no-sync"));
    return MariaDbServer.begin(all, List.of());
  }

  /// Starts both, and the replication.
  public static ReplicatedServers start() {
    return new ReplicatedServers();
  }

  public MariaDbServer primary() {
    return primary;
  }

  public MariaDbServer replica() {
    return replica;
  }

  public HostPort replicaAddress() {
    return replica.server().address();
  }

  public void stopReplication() {
    onReplica("STOP SLAVE");
  }

  public void startReplication() {
    onReplica("START SLAVE");
  }

  private void onReplica(String sql) {
    replica.server().execute("", sql);
  }

  /// Waits until the replica has all that the primary has now.
  public void awaitCaughtUp() {
    String position = ask(primary.server(), "SELECT @@gtid_binlog_pos");
    String reached = ask(replica.server(), "SELECT MASTER_GTID_WAIT('" + position + "',60)");
    if (!reached.equals("0")) {
      throw new IllegalStateException("the replica did not catch up");
    }
  }

  /// The first column of the first row that a statement finds.
  static String ask(DatabaseServer server, String sql) {
    try (Connection connection = server.connect("");
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      found.next();
      return found.getString(1);
    } catch (SQLException failure) {
      throw new IllegalStateException(failure);
    }
  }

  @Override
  public void close() {
    replica.close();
    primary.close();
  }
}
