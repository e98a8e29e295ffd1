package org.posthorn.storage.engine.mysql;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIfSystemProperty;
import org.junit.jupiter.api.condition.EnabledIf;

/// A server that was given, played by the private one and a user with few rights.
@EnabledIf("org.posthorn.storage.engine.mysql.MariaDbServer#available")
@DisabledIfSystemProperty(named = GivenServer.PROPERTY, matches = ".+")
class DatabaseServerTest {
  private final DatabaseServer root = DatabaseServer.shared();

  private GivenServer given(String user, String password) {
    return GivenServer.parse("mysql://%s:%s@%s/".formatted(user, password, root.address()));
  }

  private void user(String name, String grant) {
    root.execute("", "CREATE USER " + name + " IDENTIFIED BY 'p@ss'");
    if (!grant.isEmpty()) {
      root.execute("", "GRANT ALL ON " + grant + " TO " + name);
    }
  }

  @Test
  void leavesNothingBehind() throws SQLException {
    user("few", "`posthorn\\_test\\_%`.*");
    List<String> before = databases();
    DatabaseServer server = DatabaseServer.foreign(given("few", "p%40ss"));
    server.check();
    assertEquals(before, databases());
    String name = server.newDatabase();
    assertTrue(name.startsWith(DatabaseServer.PREFIX), name);
    try (Connection connection = server.connect(name)) {
      connection.setAutoCommit(false);
      Migrations.run(connection);
    }
    assertEquals(before.size() + 1, databases().size());
    server.dropAll();
    assertEquals(before, databases());
  }

  @Test
  void saysPlainlyWhatIsWrong() {
    user("none", "");
    String rights = said(given("none", "p%40ss"));
    assertTrue(rights.startsWith("user none at "), rights);
    assertTrue(rights.contains("GRANT ALL ON `posthorn\\_test\\_%`.* TO the user"), rights);
    String password = said(given("none", "wrong"));
    assertTrue(password.contains("cannot be used: Access denied for user 'none'"), password);
    String port = said(GivenServer.parse("mysql://u:p@127.0.0.1:1/"));
    assertTrue(port.startsWith("the MySQL server at 127.0.0.1:1 cannot be used: "), port);
  }

  private static String said(GivenServer given) {
    DatabaseServer server = DatabaseServer.foreign(given);
    return String.valueOf(assertThrows(IllegalStateException.class, server::check).getMessage());
  }

  private List<String> databases() throws SQLException {
    try (Connection connection = root.connect("");
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery("SHOW DATABASES LIKE 'posthorn\\_test\\_%'")) {
      List<String> names = new ArrayList<>();
      while (found.next()) {
        names.add(found.getString(1));
      }
      return names;
    }
  }
}
