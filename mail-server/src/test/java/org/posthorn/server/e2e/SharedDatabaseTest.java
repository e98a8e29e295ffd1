package org.posthorn.server.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.storage.engine.mysql.DatabaseServer;

/// Two daemons, each a process, on one database: a client may connect to either.
@EnabledIf("org.posthorn.storage.engine.mysql.DatabaseServer#available")
class SharedDatabaseTest {
  private static final String ALICE = "alice@example.test";

  @TempDir Path directory;

  @Test
  void aClientMayConnectToEither() throws Exception {
    DatabaseServer server = DatabaseServer.shared();
    String storage = storage(server, server.newDatabase());
    ServedDaemon a = ServedDaemon.prepare(directory.resolve("a"), storage);
    ServedDaemon b = ServedDaemon.prepare(directory.resolve("b"), storage);
    a.run("account", "add", ALICE, "--password", "pass").exits(0);
    a.begin();
    b.begin();
    try (a;
        b) {
      a.awaitReady();
      b.awaitReady();
      idleHearsWhatComesInElsewhere(a, b);
      changesAreSeenElsewhere(a, b);
      theMaildropIsLockedEverywhere(a, b);
      killingOneCostsItsConnectionsAlone(a, b);
      aNewPasswordCountsEverywhere(a, b);
    }
  }

  static String storage(DatabaseServer server, String database) {
    return """
        [storage]
        engine = "mysql"
        [storage.mysql]
        %s
        read-connections = 4
        write-connections = 4
        """
        .formatted(server.toml(database));
  }

  private static void deliver(ServedDaemon to, String name) throws IOException {
    try (Wire.Smtp smtp = new Wire.Smtp(to.smtp())) {
      String reply = smtp.deliver("a@far.example", ALICE, Letters.text(name));
      assertTrue(reply.startsWith("250"), reply);
    }
  }

  private static void idleHearsWhatComesInElsewhere(ServedDaemon a, ServedDaemon b)
      throws IOException {
    try (Wire.Imap imap = new Wire.Imap(a.imap(), ALICE)) {
      imap.ok("SELECT INBOX");
      imap.send("i IDLE\r\n");
      assertTrue(imap.line().startsWith("+"));
      for (int i = 1; i <= 3; i++) {
        deliver(b, "idle-" + i);
        assertEquals("* " + i + " EXISTS", nextExists(imap));
      }
    }
  }

  private static String nextExists(Wire imap) throws IOException {
    String line = imap.line();
    while (!line.endsWith("EXISTS")) {
      line = imap.line();
    }
    return line;
  }

  private static void changesAreSeenElsewhere(ServedDaemon a, ServedDaemon b) throws IOException {
    try (Wire.Imap one = new Wire.Imap(a.imap(), ALICE);
        Wire.Imap other = new Wire.Imap(b.imap(), ALICE)) {
      one.ok("SELECT INBOX");
      other.ok("SELECT INBOX");
      one.ok("STORE 2 +FLAGS (\\Flagged)");
      assertTrue(other.ok("NOOP").contains("* 2 FETCH (FLAGS (\\Flagged"));
      other.ok("STORE 1 +FLAGS (\\Deleted)");
      other.ok("EXPUNGE");
      assertTrue(one.ok("NOOP").contains("* 1 EXPUNGE"));
      one.ok("CREATE Work");
      other.append("Work", Letters.text("work"));
      assertTrue(one.ok("STATUS Work (MESSAGES)").contains("MESSAGES 1"));
    }
  }

  private static void theMaildropIsLockedEverywhere(ServedDaemon a, ServedDaemon b)
      throws IOException {
    try (Wire first = new Wire(a.pop3());
        Wire second = new Wire(b.pop3())) {
      assertTrue(pop3Login(first).startsWith("+OK"));
      assertTrue(pop3Login(second).contains("[IN-USE]"));
      first.send("QUIT\r\n");
      assertTrue(first.line().startsWith("+OK"));
      second.send("PASS pass\r\n");
    }
    try (Wire third = new Wire(b.pop3())) {
      assertTrue(pop3Login(third).startsWith("+OK"));
      third.send("QUIT\r\n");
      third.line();
    }
  }

  private static String pop3Login(Wire pop3) throws IOException {
    pop3.line();
    pop3.send("USER " + ALICE + "\r\n");
    pop3.line();
    pop3.send("PASS pass\r\n");
    return pop3.line();
  }

  private static void killingOneCostsItsConnectionsAlone(ServedDaemon a, ServedDaemon b)
      throws Exception {
    try (Wire.Imap onB = new Wire.Imap(b.imap(), ALICE)) {
      onB.ok("SELECT INBOX");
      a.kill();
      deliver(b, "while-a-is-down");
      assertTrue(onB.ok("NOOP").contains("* 3 EXISTS"));
      a.start();
      deliver(a, "a-is-back");
      assertTrue(onB.ok("NOOP").contains("* 4 EXISTS"));
    }
  }

  private static void aNewPasswordCountsEverywhere(ServedDaemon a, ServedDaemon b)
      throws Exception {
    a.run("account", "password", ALICE, "--password", "other").exits(0);
    assertThrows(IOException.class, () -> new Wire.Imap(b.imap(), ALICE).close());
  }
}
