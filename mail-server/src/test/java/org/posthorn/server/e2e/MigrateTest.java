package org.posthorn.server.e2e;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.storage.engine.mysql.DatabaseServer;

/// `migrate` from the embedded store to a database: refused beside a daemon, killed half-way, run
/// again, and the other way.
@EnabledIf("org.posthorn.storage.engine.mysql.DatabaseServer#available")
class MigrateTest {
  private static final String ALICE = "alice@example.test";
  private static final int MESSAGES = 200;

  @TempDir Path directory;

  @Test
  void movesToADatabaseAndBackThoughKilledHalfWay() throws Exception {
    Path data = directory.resolve("data");
    String database = DatabaseServer.shared().newDatabase();
    Path config = config("here.toml", data, database);
    String[] there = words("embedded", "mysql", config);
    try (DaemonProcess daemon = DaemonProcess.start(data);
        Wire.Imap imap = new Wire.Imap(daemon.imap(), ALICE)) {
      for (int i = 0; i < MESSAGES; i++) {
        imap.append("Archive", Letters.text("number " + i) + "x".repeat(20_000) + i);
      }
      assertTrue(DaemonProcess.run(there).exits(69).output().contains("a daemon runs on"));
    }
    killHalfWay(there, database);
    assertTrue(
        DaemonProcess.run("account", "list", "--config", config("mysql.toml", data, database, true))
            .exits(69)
            .output()
            .contains("posthorn migrate"));
    assertTrue(DaemonProcess.run(there).exits(0).output().contains("went on, and copied"));
    assertTrue(DaemonProcess.run(there).exits(73).output().contains("not empty"));
    Path back = directory.resolve("back");
    try (Connection _ = DatabaseServer.shared().connect(database)) {
      DaemonProcess.run(words("mysql", "embedded", config("back.toml", back, database))).exits(69);
    }
    DaemonProcess.run(words("mysql", "embedded", config("back.toml", back, database))).exits(0);
    new Verify(back).assertClean();
    try (DaemonProcess daemon = DaemonProcess.start(back);
        Wire.Imap imap = new Wire.Imap(daemon.imap(), ALICE)) {
      assertTrue(imap.ok("SELECT Archive").contains("* " + MESSAGES + " EXISTS"));
      assertTrue(imap.ok("FETCH 7 BODY.PEEK[]").contains(Letters.text("number 6")));
    }
  }

  private static String[] words(String from, String to, Path config) {
    return new String[] {"migrate", "--from", from, "--to", to, "--config", config.toString()};
  }

  /// Lets it copy some bodies, then kills it.
  private static void killHalfWay(String[] words, String database) throws Exception {
    List<String> command = new ArrayList<>(DaemonProcess.javaCommand());
    command.addAll(List.of(words));
    Process process =
        new ProcessBuilder(command)
            .redirectErrorStream(true)
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    Awaitility.await()
        .atMost(Duration.ofMinutes(2))
        .pollInterval(Duration.ofMillis(20))
        .until(() -> hasRows(database, "message") || !process.isAlive());
    process.destroyForcibly().waitFor();
    assertTrue(hasRows(database, "meta"), "it stopped by itself");
  }

  private static boolean hasRows(String database, String table) {
    try (Connection connection = DatabaseServer.shared().connect(database);
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SELECT 1 FROM " + table + " LIMIT 1")) {
      return found.next();
    } catch (SQLException _) {
      // The tables are not there yet.
      return false;
    }
  }

  private Path config(String name, Path data, String database) throws Exception {
    return Path.of(config(name, data, database, false));
  }

  private String config(String name, Path data, String database, boolean mysql) throws Exception {
    Path file = directory.resolve(name);
    String text =
        """
        [server]
        hostname = "mail.example.test"
        data-dir = "%s"
        [storage]
        engine = "%s"
        [storage.mysql]
        %s
        [[listener]]
        protocol = "imap"
        address = "127.0.0.1"
        port = 1143
        tls = "none"
        """;
    Files.writeString(
        file,
        text.formatted(data, mysql ? "mysql" : "embedded", DatabaseServer.shared().toml(database)));
    return file.toString();
  }
}
