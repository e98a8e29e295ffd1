package org.posthorn.server.cluster;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// One of the MariaDB servers of a Galera cluster.
///
/// @param options where it is
/// @param number which one, from 0
/// @param password of the database's users, root and posthorn
record GaleraNode(ClusterOptions options, int number, String password) {
  static final String DATABASE = "posthorn";
  static final String USER = "posthorn";

  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final List<Path> PROVIDERS =
      List.of(
          Path.of("/usr/lib/galera/libgalera_smm.so"),
          Path.of("/usr/lib64/galera-4/libgalera_smm.so"));

  /// Whether what it needs is installed; empty if so, else the names of what is missing.
  static List<String> missing() {
    List<String> missing = new ArrayList<>();
    for (String program : List.of("mariadbd", "mariadb-install-db", "rsync")) {
      if (ServerProcess.program(program).isEmpty()) {
        missing.add(program);
      }
    }
    if (PROVIDERS.stream().noneMatch(Files::exists)) {
      missing.add("galera-4");
    }
    return missing;
  }

  private Path directory() {
    return options.directory().resolve("database-" + (number + 1));
  }

  private Path data() {
    return directory().resolve("data");
  }

  /// The servers run as another user then.
  static boolean root() {
    return System.getProperty("user.name", "").equals("root");
  }

  /// Makes its data directory.
  void install() throws IOException, InterruptedException {
    Files.createDirectories(directory());
    if (root()) {
      Files.setPosixFilePermissions(directory(), PosixFilePermissions.fromString("rwxrwxrwx"));
    }
    ServerProcess install =
        ServerProcess.start("mariadb-install-db", installCommand(), directory().resolve("log"));
    if (install.process().waitFor() != 0) {
      throw new IOException("mariadb-install-db failed:\n" + install.tail());
    }
  }

  ServerProcess start() throws IOException {
    return ServerProcess.start("database " + (number + 1), command(), directory().resolve("log"));
  }

  /// Waits until it has what the others have.
  void await(ServerProcess server) throws IOException, InterruptedException {
    server.await(this::isSynced, PATIENCE);
  }

  private static String program(String name) {
    return ServerProcess.program(name).orElse(Path.of(name)).toString();
  }

  private List<String> installCommand() {
    List<String> command =
        new ArrayList<>(
            List.of(
                program("mariadb-install-db"),
                "--no-defaults",
                "--datadir=" + data(),
                "--auth-root-authentication-method=normal",
                "--skip-test-db"));
    if (root()) {
      command.add("--user=mysql");
    }
    return command;
  }

  private List<String> command() {
    List<String> command = new ArrayList<>();
    command.add(program("mariadbd"));
    Stream.of(
            "no-defaults",
            "datadir=" + data(),
            "socket=" + data().resolve("s"),
            "pid-file=" + data().resolve("pid"),
            "port=" + options.database(number),
            "bind-address=" + ClusterOptions.HOST,
            "skip-name-resolve",
            "version=5.7.19-MariaDB",
            "character-set-server=utf8mb4",
            "transaction-isolation=READ-COMMITTED",
            "max-allowed-packet=64M",
            "innodb-buffer-pool-size=128M",
            "innodb-flush-log-at-trx-commit=1")
        .forEach(argument -> command.add("--" + argument));
    if (root()) {
      command.add("--user=mysql");
    }
    command.addAll(replication());
    return command;
  }

  private List<String> replication() {
    int port = options.replication(number);
    String here = ClusterOptions.HOST + ':' + port;
    String all =
        IntStream.range(0, ClusterOptions.NODES)
            .mapToObj(node -> ClusterOptions.HOST + ':' + options.replication(node))
            .collect(Collectors.joining(","));
    List<String> arguments =
        Stream.of(
                "binlog-format=ROW",
                "innodb-autoinc-lock-mode=2",
                "wsrep-on=ON",
                "wsrep-provider="
                    + PROVIDERS.stream().filter(Files::exists).findFirst().orElseThrow(),
                "wsrep-cluster-name=posthorn",
                "wsrep-cluster-address=gcomm://" + all,
                "wsrep-node-address=" + here,
                "wsrep-sst-method=rsync",
                "wsrep-sst-receive-address=" + ClusterOptions.HOST + ':' + (port + 2),
                "wsrep-provider-options=base_host=%1$s;base_port=%2$d;gmcast.listen_addr=tcp://%3$s;"
                        .formatted(ClusterOptions.HOST, port, here)
                    + "ist.recv_addr=%s:%d;gcache.size=64M;evs.keepalive_period=PT0.5S;"
                        .formatted(ClusterOptions.HOST, port + 1)
                    + "evs.inactive_check_period=PT0.5S;evs.suspect_timeout=PT2S;"
                    + "evs.inactive_timeout=PT5S")
            .map(argument -> "--" + argument)
            .collect(Collectors.toCollection(ArrayList::new));
    if (number == 0) {
      arguments.add("--wsrep-new-cluster");
    }
    return arguments;
  }

  private Connection connect(String user, String with) throws SQLException {
    return DriverManager.getConnection(
        "jdbc:mysql://%s:%d/?connectTimeout=1000&socketTimeout=10000"
            .formatted(ClusterOptions.HOST, options.database(number)),
        user,
        with);
  }

  private boolean isSynced() {
    // The first one has no users of ours yet; the others get them from it.
    try (Connection connection = number == 0 ? connect("root", "") : connect(USER, password);
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SHOW STATUS LIKE 'wsrep_local_state_comment'")) {
      return found.next() && found.getString(2).equals("Synced");
    } catch (SQLException _) {
      return false;
    }
  }

  /// Makes the daemons' database and user, and gives root a password; on the first node only.
  void makeDatabase() throws IOException {
    List<String> statements =
        List.of(
            "CREATE DATABASE " + DATABASE + " CHARACTER SET utf8mb4",
            "CREATE USER %s@'%%' IDENTIFIED BY '%s'".formatted(USER, password),
            "GRANT ALL ON %s.* TO %s@'%%'".formatted(DATABASE, USER),
            "ALTER USER root@localhost IDENTIFIED BY '%s'".formatted(password),
            "DROP USER IF EXISTS root@'127.0.0.1', root@'::1'");
    try (Connection connection = connect("root", "");
        Statement statement = connection.createStatement()) {
      for (String sql : statements) {
        statement.execute(sql);
      }
    } catch (SQLException failure) {
      throw new IOException("the database could not be made", failure);
    }
  }
}
