package org.posthorn.storage.engine.mysql;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DatabaseMetaData;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Brings the tables up to date, step by step; table `schema_migration` says which steps were
/// done.
///
/// A step is a file of statements, each ended by `;` at the end of a line, all of which may be
/// run
/// twice: DDL knows no transaction, so a step that was interrupted is run again from its start,
/// and
/// two daemons may run it at once.
final class Migrations {
  private static final Logger log = LoggerFactory.getLogger(Migrations.class);

  /// The steps in order; the first one has number 1. Never changed once released.
  private static final List<String> STEPS = List.of("001-mail-store.sql", "002-account-shard.sql");

  /// Stands in the files for the collation that compares octets of UTF-8 and minds trailing
  /// spaces: its name depends on the server.
  private static final String BINARY = "${binary}";

  private Migrations() {}

  /// @throws StorageException with [StorageError.Unavailable] if a newer version of this program
  ///     has been at work
  static void run(Connection connection) throws SQLException {
    execute(
        connection,
        "CREATE TABLE IF NOT EXISTS schema_migration (step INT NOT NULL PRIMARY KEY,"
            + " file VARCHAR(100) NOT NULL, done_at BIGINT NOT NULL) ENGINE=InnoDB");
    int done = lastStep(connection);
    if (done > STEPS.size()) {
      throw new StorageException(
          new StorageError.Unavailable(
              "the database has schema %d, made by a newer Posthorn; this one knows %d"
                  .formatted(done, STEPS.size())));
    }
    for (int step = done + 1; step <= STEPS.size(); step++) {
      String file = STEPS.get(step - 1);
      log.atInfo().addKeyValue("step", file).log("the database gets a new schema");
      for (String statement : statements(file, collation(connection))) {
        execute(connection, statement);
      }
      Sql.of("INSERT IGNORE INTO schema_migration (step,file,done_at) VALUES ")
          .row(List.of(step, file, System.currentTimeMillis() * 1000))
          .execute(connection);
      connection.commit();
    }
  }

  private static int lastStep(Connection connection) throws SQLException {
    try (PreparedStatement statement =
            connection.prepareStatement("SELECT COALESCE(MAX(step),0) FROM schema_migration");
        ResultSet result = statement.executeQuery()) {
      result.next();
      return result.getInt(1);
    }
  }

  /// The collation that compares octets, by the name that the server has for it.
  static String collation(Connection connection) throws SQLException {
    DatabaseMetaData server = connection.getMetaData();
    boolean maria = server.getDatabaseProductVersion().toLowerCase(Locale.ROOT).contains("mariadb");
    return maria ? "utf8mb4_nopad_bin" : "utf8mb4_0900_bin";
  }

  private static List<String> statements(String file, String collation) {
    try (InputStream in = Migrations.class.getResourceAsStream(file)) {
      if (in == null) {
        throw new IllegalStateException("no such migration: " + file);
      }
      String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
      return Arrays.stream(text.replace(BINARY, collation).split(";\\s*\n"))
          .map(Migrations::withoutComments)
          .filter(statement -> !statement.isBlank())
          .toList();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  private static String withoutComments(String statement) {
    return statement.replaceAll("(?m)^\\s*--.*$", "").strip();
  }

  private static void execute(Connection connection, String statement) throws SQLException {
    try (PreparedStatement prepared = connection.prepareStatement(statement)) {
      prepared.execute();
    }
  }
}
