package org.posthorn.server.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.storage.engine.mysql.DatabaseServer;
import org.posthorn.storage.engine.mysql.MariaDbServer;

/// Two daemons, each a process, on two database servers: Alice's mail lies in the one that has the
/// directory, Bob's in the other.
@EnabledIf("org.posthorn.storage.engine.mysql.MariaDbServer#available")
class ShardsTest {
  private static final String ALICE = "alice@example.test";
  private static final String BOB = "bob@example.test";
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  @TempDir Path directory;
  private DatabaseServer home;
  private MariaDbServer other;
  private String homeDatabase;
  private String otherDatabase;
  private ServedDaemon a;
  private ServedDaemon b;

  @BeforeEach
  void prepare() throws Exception {
    home = DatabaseServer.shared();
    other = MariaDbServer.start();
    homeDatabase = home.newDatabase();
    otherDatabase = other.server().newDatabase();
    String storage =
        SharedDatabaseTest.storage(home, homeDatabase)
            + """
            [[storage.shard]]
            name = "b"
            %s
            read-connections = 4
            write-connections = 4
            timeout = "2s"
            accounts = ["bob@example.test"]
            takes-others = false
            """
                .formatted(other.server().toml(otherDatabase));
    a = ServedDaemon.prepare(directory.resolve("a"), storage);
    b = ServedDaemon.prepare(directory.resolve("b"), storage);
    a.run("account", "add", ALICE, "--password", "pass").exits(0);
    a.run("account", "add", BOB, "--password", "pass").exits(0);
    String list = a.run("account", "list").exits(0).output();
    assertTrue(list.contains("shard b"), list);
  }

  @AfterEach
  void close() {
    other.close();
  }

  @Test
  void eachAccountLivesInItsShard() throws Exception {
    a.begin();
    b.begin();
    try (ServedDaemon _ = a;
        ServedDaemon _ = b) {
      a.awaitReady();
      b.awaitReady();
      bothGetAMessageThatIsForBoth();
      eachDatabaseHasItsOwnRowsAlone();
      otherDaemonsHearOfChangesInBoth();
      aShardThatIsGoneCostsItsAccountsAlone();
      aDaemonStartsWithoutAShard();
      theStoreIsSound();
      anAccountIsRemovedFromItsShard();
    }
  }

  private void bothGetAMessageThatIsForBoth() throws IOException {
    try (Wire.Smtp smtp = new Wire.Smtp(a.smtp())) {
      envelopeForBoth(smtp);
      assertReply("250", finish(smtp, "first"));
    }
    assertEquals(1, count(b, ALICE));
    assertEquals(1, count(b, BOB));
  }

  private static void envelopeForBoth(Wire.Smtp smtp) throws IOException {
    assertReply("250", smtp.command("MAIL FROM:<a@far.example>"));
    assertReply("250", smtp.command("RCPT TO:<" + ALICE + ">"));
    assertReply("250", smtp.command("RCPT TO:<" + BOB + ">"));
  }

  private static String finish(Wire.Smtp smtp, String name) throws IOException {
    assertReply("354", smtp.command("DATA"));
    return smtp.command(Letters.text(name) + ".");
  }

  private static void assertReply(String code, String reply) {
    assertTrue(reply.startsWith(code), reply);
  }

  private static String deliver(ServedDaemon to, String recipient, String name) throws IOException {
    try (Wire.Smtp smtp = new Wire.Smtp(to.smtp())) {
      return smtp.deliver("a@far.example", recipient, Letters.text(name));
    }
  }

  private static int count(ServedDaemon daemon, String user) throws IOException {
    try (Wire.Imap imap = new Wire.Imap(daemon.imap(), user)) {
      String found = imap.ok("STATUS INBOX (MESSAGES)");
      return Integer.parseInt(found.replaceAll("(?s).*MESSAGES (\\d+).*", "$1"));
    }
  }

  private void eachDatabaseHasItsOwnRowsAlone() throws SQLException {
    String alice = text(home, homeDatabase, "SELECT id FROM account WHERE login='" + ALICE + "'");
    String bob = text(home, homeDatabase, "SELECT account FROM account_shard WHERE shard='b'");
    for (String table : new String[] {"mailbox", "message", "email", "subscription"}) {
      String owners = "SELECT GROUP_CONCAT(DISTINCT account) FROM " + table;
      assertEquals(alice, text(home, homeDatabase, owners));
      assertEquals(bob, text(other.server(), otherDatabase, owners));
    }
    for (DatabaseServer server : new DatabaseServer[] {home, other.server()}) {
      String database = server == home ? homeDatabase : otherDatabase;
      for (String table : new String[] {"`blob`", "body", "structure", "blob_link"}) {
        assertEquals("1", text(server, database, "SELECT COUNT(*) FROM " + table));
      }
    }
    assertEquals(bob, text(other.server(), otherDatabase, "SELECT GROUP_CONCAT(id) FROM account"));
    for (String table : new String[] {"domain", "address", "credential", "queue_entry"}) {
      assertEquals("0", text(other.server(), otherDatabase, "SELECT COUNT(*) FROM " + table));
    }
  }

  private static String text(DatabaseServer server, String database, String sql)
      throws SQLException {
    try (Connection connection = server.connect(database);
        Statement statement = connection.createStatement();
        ResultSet found = statement.executeQuery(sql)) {
      assertTrue(found.next(), sql);
      return String.valueOf(found.getString(1));
    }
  }

  private void otherDaemonsHearOfChangesInBoth() throws IOException {
    for (String user : new String[] {ALICE, BOB}) {
      try (Wire.Imap idle = new Wire.Imap(b.imap(), user);
          Wire.Imap elsewhere = new Wire.Imap(a.imap(), user)) {
        idle.ok("SELECT INBOX");
        idle.send("i IDLE\r\n");
        assertTrue(idle.line().startsWith("+"));
        assertReply("250", deliver(a, user, "heard"));
        assertEquals("* 2 EXISTS", next(idle, "EXISTS"));
        elsewhere.ok("SELECT INBOX");
        elsewhere.ok("STORE 1 +FLAGS (\\Flagged)");
        assertTrue(next(idle, "Flagged").startsWith("* 1 FETCH"));
      }
    }
  }

  private static String next(Wire imap, String word) throws IOException {
    String line = imap.line();
    while (!line.contains(word)) {
      line = imap.line();
    }
    return line;
  }

  private void aShardThatIsGoneCostsItsAccountsAlone() throws Exception {
    try (Wire.Smtp smtp = new Wire.Smtp(a.smtp())) {
      envelopeForBoth(smtp);
      other.kill();
      // Alice has it, so Bob's waits here.
      assertReply("250", finish(smtp, "waits"));
    }
    assertEquals(3, count(b, ALICE));
    assertReply("250", deliver(b, ALICE, "goes-on"));
    assertEquals(4, count(a, ALICE));
    assertReply("451", deliver(a, BOB, "later"));
    assertThrows(IOException.class, () -> count(a, BOB));
    await().atMost(PATIENCE).until(() -> timesTold(a) == 1 && timesTold(b) == 1);
    assertTrue(a.run("account", "list").exits(0).output().contains("use not known now"));
    other.restart();
    awaitCount(a, 2);
    awaitCount(b, 2);
    assertReply("250", deliver(a, BOB, "later"));
    a.run("queue", "retry", "--all").exits(0);
    awaitCount(a, 4);
    assertEquals(1, timesTold(a));
  }

  private static int timesTold(ServedDaemon daemon) throws IOException {
    return daemon.output().split("its accounts wait", -1).length - 1;
  }

  private void aDaemonStartsWithoutAShard() throws Exception {
    other.kill();
    b.kill();
    b.start();
    assertReply("250", deliver(b, ALICE, "without"));
    assertEquals(5, count(b, ALICE));
    assertReply("451", deliver(b, BOB, "with"));
    other.restart();
    awaitCount(b, 4);
    assertReply("250", deliver(b, BOB, "with"));
    awaitCount(a, 5);
  }

  /// Each daemon finds for itself that the shard is back.
  private static void awaitCount(ServedDaemon daemon, int messages) {
    await()
        .atMost(PATIENCE)
        .ignoreException(IOException.class)
        .until(() -> count(daemon, BOB) == messages);
  }

  private void theStoreIsSound() throws Exception {
    assertTrue(a.run("verify").exits(0).output().contains("sound"));
  }

  private void anAccountIsRemovedFromItsShard() throws Exception {
    a.run("account", "remove", BOB).exits(0);
    assertReply("550", deliver(b, BOB, "nobody"));
    String left = "SELECT COUNT(*) FROM account";
    await().atMost(PATIENCE).until(() -> text(other.server(), otherDatabase, left).equals("0"));
    assertEquals("0", text(home, homeDatabase, "SELECT COUNT(*) FROM account_shard"));
    a.run("verify").exits(0);
  }
}
