package org.posthorn.pop3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.posthorn.protocol.testing.TestClient;
import org.posthorn.protocol.testing.TestServer;
import org.posthorn.storage.StorageFixture;
import org.posthorn.storage.mailbox.MailboxSnapshot;
import org.posthorn.storage.model.AccountId;
import org.posthorn.storage.model.MailboxId;
import org.posthorn.storage.model.UidSet;

/// POP3 over the store itself.
final class StoredMaildropTest {
  private final StorageFixture storage = StorageFixture.chosen();
  private final AccountId alice = storage.alice();
  private final MailboxId inbox = storage.inbox(alice);
  private TestServer server;

  @BeforeEach
  void start() throws IOException {
    server =
        TestServer.start(
            Pop3TestServer.endpoint(
                storage.mailboxes(), storage.directory(), Pop3TestServer.limits(), true));
  }

  @AfterEach
  void stop() throws IOException {
    server.close();
    storage.close();
  }

  private TestClient login(String local, int messages) throws IOException {
    TestClient client = server.connect();
    client.expectPrefix("+OK ");
    client.send("USER " + local + "@example.test\r\nPASS pass\r\n");
    client.expectPrefix("+OK ");
    client.expect("+OK Logged in, " + messages + (messages == 1 ? " message" : " messages"));
    return client;
  }

  private long append(String message) {
    return storage.append(alice, inbox, message);
  }

  private MailboxSnapshot snapshot() {
    return storage.mailboxes().snapshot(StorageFixture.actor(alice), alice, inbox);
  }

  @Test
  void messagesComeAsTheyAreStored() throws IOException {
    String small = "Subject: small\r\n\r\n.\r\ntext\r\n";
    String large = "Subject: large\r\n\r\n" + "0123456789 and so on\r\n.more\r\n".repeat(60_000);
    append(small);
    append(large);
    try (TestClient client = login("alice", 2)) {
      client.line("STAT");
      client.expect("+OK 2 " + (small.length() + large.length()));
      for (String message : List.of(small, large)) {
        client.line("RETR " + (message.equals(small) ? 1 : 2));
        client.expect("+OK " + message.length() + " octets");
        String wire = message.replace("\r\n.", "\r\n..") + ".\r\n";
        assertEquals(wire, new String(client.read(wire.length()), StandardCharsets.ISO_8859_1));
      }
      client.line("TOP 2 1");
      client.expect("+OK Message follows");
      client.expect("Subject: large");
      client.expect("");
      client.expect("0123456789 and so on");
      client.expect(".");
    }
    assertEquals(0, snapshot().systemFlags(0), "reading leaves the flags alone");
  }

  @Test
  void messagesComeInAnyOrder() throws IOException {
    for (int i = 1; i <= 60; i++) {
      append("Subject: " + i + "\r\n\r\nBody\r\n");
    }
    long gone = snapshot().uid(19);
    try (TestClient client = login("alice", 60)) {
      for (int message : List.of(1, 2, 3, 2, 3, 4, 60, 7, 8, 9)) {
        expectMessage(client, message);
      }
      storage.mailboxes().remove(StorageFixture.actor(alice), alice, inbox, UidSet.of(gone));
      for (int message = 18; message <= 60; message++) {
        if (message == 20) {
          client.line("RETR 20");
          client.expectPrefix("-ERR ");
        } else {
          expectMessage(client, message);
        }
      }
    }
  }

  private static void expectMessage(TestClient client, int message) throws IOException {
    client.line("TOP " + message + " 0");
    client.expect("+OK Message follows");
    client.expect("Subject: " + message);
    client.expect("");
    client.expect(".");
    client.line("RETR " + message);
    client.expectPrefix("+OK ");
    client.expect("Subject: " + message);
    client.expect("");
    client.expect("Body");
    client.expect(".");
  }

  @Test
  void sessionsSeeTheirSnapshotAndRemoveAtQuit() throws IOException {
    long first = append("Subject: 1\r\n\r\n");
    long second = append("Subject: 2\r\n\r\n");
    try (TestClient client = login("alice", 2)) {
      long third = append("Subject: 3\r\n\r\n");
      client.line("STAT");
      client.expect("+OK 2 28");
      client.send("DELE 1\r\nDELE 2\r\n");
      client.expectPrefix("+OK ");
      client.expectPrefix("+OK ");
      assertEquals(3, snapshot().size());
      storage.mailboxes().remove(StorageFixture.actor(alice), alice, inbox, UidSet.of(second));
      client.line("QUIT");
      client.expect("+OK Goodbye, 2 messages removed");
      client.expectClosed();
      assertEquals(1, snapshot().size());
      assertEquals(third, snapshot().uid(0));
      assertTrue(snapshot().indexOf(first) < 0);
    }
  }

  @Test
  void uniqueIdsStay() throws IOException {
    append("a");
    append("b");
    String second;
    try (TestClient client = login("alice", 2)) {
      client.send("UIDL 1\r\nUIDL 2\r\nDELE 1\r\nQUIT\r\n");
      String first = client.expectPrefix("+OK 1 ");
      second = client.expectPrefix("+OK 2 ").substring("+OK 2 ".length());
      assertNotEquals(first.substring("+OK 1 ".length()), second);
      assertTrue(second.matches("[!-~]{1,70}"), second);
      client.expect("+OK Message 1 marked");
      client.expect("+OK Goodbye, 1 message removed");
    }
    try (TestClient client = login("alice", 1)) {
      client.line("UIDL 1");
      client.expect("+OK 1 " + second);
    }
  }

  @Test
  void accountsDoNotDisturbEachOther() throws IOException {
    append("a");
    try (TestClient one = login("alice", 1);
        TestClient two = login("bob", 0);
        TestClient three = server.connect()) {
      three.expectPrefix("+OK ");
      three.send("USER alice@example.test\r\nPASS pass\r\n");
      three.expectPrefix("+OK ");
      three.expectPrefix("-ERR [IN-USE] ");
      two.line("LIST");
      two.expect("+OK 0 messages, 0 octets");
      two.expect(".");
      one.line("QUIT");
      one.expect("+OK Goodbye");
      three.send("USER alice@example.test\r\nPASS pass\r\n");
      three.expectPrefix("+OK ");
      three.expect("+OK Logged in, 1 message");
    }
  }
}
