package org.posthorn.server.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.storage.engine.mysql.MariaDbServer;

/// Two daemons whose database server hangs, goes on, and is gone in the end: clients are told, what
/// was acknowledged is there afterwards, and a daemon that is told to stop ends.
@EnabledIf("org.posthorn.storage.engine.mysql.MariaDbServer#available")
class HungDatabaseTest {
  private static final String ALICE = "alice@example.test";
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  @TempDir Path directory;

  @Test
  void clientsAreToldAndDaemonsStop() throws Exception {
    try (MariaDbServer server = MariaDbServer.start()) {
      String storage = SharedDatabaseTest.storage(server.server(), server.server().newDatabase());
      ServedDaemon a = ServedDaemon.prepare(directory.resolve("a"), storage + "timeout = \"1s\"\n");
      // With the usual timeout, which is as long as this test waits for it to stop.
      ServedDaemon b = ServedDaemon.prepare(directory.resolve("b"), storage);
      a.run("account", "add", ALICE, "--password", "pass").exits(0);
      a.begin();
      b.begin();
      try (a;
          b) {
        a.awaitReady();
        b.awaitReady();
        hangsAndGoesOn(server, a);
        server.freeze();
        b.close();
        server.kill();
        a.close();
      }
    }
  }

  private static void hangsAndGoesOn(MariaDbServer server, ServedDaemon a) throws Exception {
    assertReply("250", deliver(a, "before"));
    try (Wire.Imap imap = new Wire.Imap(a.imap(), ALICE);
        Wire.Smtp smtp = new Wire.Smtp(a.smtp())) {
      imap.ok("SELECT INBOX");
      server.freeze();
      for (String command : new String[] {"STORE 1 +FLAGS (\\Seen)", "STATUS INBOX (UIDNEXT)"}) {
        assertTold(assertThrows(IOException.class, () -> imap.ok(command), command));
      }
      assertTold(assertThrows(IOException.class, () -> imap.append("INBOX", Letters.text("told"))));
      assertReply("451", smtp.deliver("a@far.example", ALICE, Letters.text("told")));
      assertTold(assertThrows(IOException.class, () -> new Wire.Imap(a.imap(), ALICE).close()));
      server.thaw();
      await().atMost(PATIENCE).until(() -> deliver(a, "after").startsWith("250"));
      // The session is as good as before.
      await().atMost(PATIENCE).until(() -> works(imap, "NOOP"));
      imap.ok("STORE 1 +FLAGS (\\Seen)");
      String found = imap.ok("FETCH 1:* (FLAGS BODY.PEEK[HEADER.FIELDS (X-Letter)])");
      assertTrue(found.contains("X-Letter: before"), found);
      assertEquals(2, found.split("X-Letter: after", -1).length, found);
    }
  }

  private static void assertTold(IOException failure) {
    assertTrue(
        String.valueOf(failure.getMessage()).contains(" NO [UNAVAILABLE] "), failure.toString());
  }

  private static boolean works(Wire.Imap imap, String command) {
    try {
      imap.ok(command);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private static String deliver(ServedDaemon to, String name) throws IOException {
    try (Wire.Smtp smtp = new Wire.Smtp(to.smtp())) {
      return smtp.deliver("a@far.example", ALICE, Letters.text(name));
    }
  }

  private static void assertReply(String code, String reply) {
    assertTrue(reply.startsWith(code), reply);
  }
}
