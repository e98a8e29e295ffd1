package org.posthorn.pop3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.posthorn.protocol.session.Refusal;
import org.posthorn.protocol.testing.TestClient;
import org.posthorn.storage.blob.ByteContent;
import org.posthorn.storage.blob.Content;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;
import org.posthorn.storage.model.UidSet;

/// What transcripts cannot show: failures of the store, ends of the connection, masses.
final class Pop3SessionTest {
  private static final StorageError DOWN = new StorageError.Unavailable("The store is closed");

  /// A message that can be read up to its second half.
  private record HalfContent(long size) implements Content {
    @Override
    public byte[] read(long offset, int length) {
      throw new StorageException(new StorageError.Corrupt("Broken"));
    }

    @Override
    public void writeTo(long offset, long length, Sink sink) {
      byte[] half = "x".repeat((int) size / 2).getBytes(StandardCharsets.US_ASCII);
      sink.accept(half, 0, half.length);
      throw new StorageException(new StorageError.Corrupt("Broken"));
    }

    @Override
    public InputStream stream(long offset, long length) {
      throw new UnsupportedOperationException();
    }
  }

  @Test
  void aDropThatCannotBeOpenedIsNotLocked() throws IOException {
    try (Pop3TestServer server = Pop3TestServer.start();
        TestClient client = server.connect()) {
      server.maildrop.fail(DOWN);
      client.line("USER alice@example.test");
      client.expectPrefix("+OK");
      client.line("PASS pencil");
      client.expect("-ERR [SYS/TEMP] The store is closed");
      client.line("STAT");
      client.expect("-ERR Log in first");
      assertTrue(!server.maildrop.isLocked());
    }
  }

  @Test
  void quitTellsOfMessagesThatStayed() throws IOException {
    try (Pop3TestServer server = Pop3TestServer.start()) {
      server.add("a");
      server.add("b");
      server.maildrop.keep(UidSet.of(2));
      try (TestClient client = server.login()) {
        client.send("DELE 1\r\nDELE 2\r\nQUIT\r\n");
        client.expect("+OK Message 1 marked");
        client.expect("+OK Message 2 marked");
        client.expect("-ERR [SYS/TEMP] Some deleted messages were not removed");
        client.expectClosed();
      }
      assertEquals(List.of(2L), server.maildrop.uids());
      assertTrue(!server.maildrop.isLocked());
    }
  }

  @Test
  void quitTellsOfAStoreThatFails() throws IOException {
    try (Pop3TestServer server = Pop3TestServer.start()) {
      server.add("a");
      try (TestClient client = server.login()) {
        client.line("DELE 1");
        client.expectPrefix("+OK");
        server.maildrop.fail(DOWN);
        client.line("RETR 1");
        client.expect("-ERR This message is marked as deleted");
        client.line("QUIT");
        client.expect("-ERR [SYS/TEMP] Some deleted messages were not removed");
        client.expectClosed();
      }
      assertTrue(!server.maildrop.isLocked());
    }
  }

  @Test
  void nothingIsRemovedOnceTheLockIsLost() throws IOException {
    try (Pop3TestServer server = Pop3TestServer.start()) {
      server.add("a");
      try (TestClient client = server.login()) {
        client.line("DELE 1");
        client.expectPrefix("+OK");
        server.maildrop.loseLock();
        client.line("QUIT");
        client.expectPrefix("-ERR [SYS/TEMP] The maildrop's lock was lost");
      }
      assertEquals(List.of(1L), server.maildrop.uids());
    }
  }

  @Test
  void aMessageThatCannotBeReadIsRefusedOrCutOff() throws IOException {
    try (Pop3TestServer server = Pop3TestServer.start()) {
      server.maildrop.add(new HalfContent(1_000_000));
      try (TestClient client = server.login()) {
        client.line("RETR 1");
        client.expect("+OK 1000000 octets");
        // Neither an end nor an error that would be taken for text.
        EOFException cut = assertThrows(EOFException.class, client::readLine);
        assertTrue(!String.valueOf(cut.getMessage()).contains("-ERR"), cut::getMessage);
      }
      Awaitility.await().until(() -> !server.maildrop.isLocked());
      try (TestClient client = server.login()) {
        server.maildrop.fail(new StorageError.Corrupt("Broken"));
        client.line("RETR 1");
        client.expect("-ERR [SYS/PERM] Broken");
        client.line("NOOP");
        client.expectPrefix("+OK");
      }
    }
  }

  @Test
  void thousandsOfCommandsMayBePipelined() throws Exception {
    int count = 3000;
    try (Pop3TestServer server = Pop3TestServer.start()) {
      StringBuilder commands = new StringBuilder("USER alice@example.test\r\nPASS pencil\r\n");
      for (int i = 1; i <= count; i++) {
        server.add("Subject: " + i + "\r\n\r\n.\r\n");
        commands.append("RETR ").append(i).append("\r\nDELE ").append(i).append("\r\n");
      }
      commands.append("STAT\r\nQUIT\r\n");
      try (TestClient client = server.connect()) {
        var sending = CompletableFuture.runAsync(() -> send(client, commands.toString()));
        client.expectPrefix("+OK");
        client.expect("+OK Logged in, " + count + " messages");
        for (int i = 1; i <= count; i++) {
          client.expectPrefix("+OK ");
          client.expect("Subject: " + i);
          client.expect("");
          client.expect("..");
          client.expect(".");
          client.expect("+OK Message " + i + " marked");
        }
        client.expect("+OK 0 0");
        client.expect("+OK Goodbye, " + count + " messages removed");
        client.expectClosed();
        sending.get();
      }
      assertEquals(List.of(), server.maildrop.uids());
    }
  }

  private static void send(TestClient client, String text) {
    try {
      client.send(text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void listsAHundredThousandMessages() throws IOException {
    int count = 100_000;
    try (Pop3TestServer server = Pop3TestServer.start()) {
      Content content = new ByteContent(new byte[] {'x'});
      LongStream.range(0, count).forEach(_ -> server.maildrop.add(content));
      try (TestClient client = server.login()) {
        client.line("LIST");
        client.expect("+OK 100000 messages, 100000 octets");
        for (int i = 1; i <= count; i++) {
          client.expect(i + " 1");
        }
        client.expect(".");
        client.line("DELE 50000");
        client.expectPrefix("+OK");
        client.line("STAT");
        client.expect("+OK 99999 99999");
      }
    }
  }

  @Test
  void aLargeMessageComesWhole() throws IOException {
    String message = "Subject: large\r\n\r\n" + ".dots and more\r\n".repeat(200_000);
    try (Pop3TestServer server = Pop3TestServer.start()) {
      server.add(message);
      try (TestClient client = server.server.connectTls()) {
        client.expectPrefix("+OK");
        Pop3TestServer.login(client);
        client.line("RETR 1");
        client.expect("+OK " + message.length() + " octets");
        String wire = message.replace("\r\n.", "\r\n..") + ".\r\n";
        assertEquals(wire, new String(client.read(wire.length()), StandardCharsets.ISO_8859_1));
        client.line("TOP 1 1");
        client.expect("+OK Message follows");
        client.expect("Subject: large");
        client.expect("");
        client.expect("..dots and more");
        client.expect(".");
      }
    }
  }

  @Test
  void aClientThatLeavesInTheMiddleOfAMessageFreesTheDrop() throws IOException {
    try (Pop3TestServer server = Pop3TestServer.start()) {
      server.add("x".repeat(20_000_000));
      try (TestClient client = server.login()) {
        client.line("DELE 1");
        client.expectPrefix("+OK");
        client.line("RSET");
        client.expectPrefix("+OK");
        client.line("RETR 1");
        client.expectPrefix("+OK");
      }
      Awaitility.await().until(() -> !server.maildrop.isLocked());
      assertEquals(List.of(1L), server.maildrop.uids());
    }
  }

  @Test
  void overlongLinesAreErrors() throws IOException {
    try (Pop3TestServer server = Pop3TestServer.start();
        TestClient client = server.connect()) {
      client.line("USER " + "x".repeat(20_000));
      client.expect("-ERR Line too long");
      client.line("AUTH PLAIN");
      client.expect("+ ");
      client.line("x".repeat(20_000));
      client.expect("-ERR Not a response of this mechanism");
      Pop3TestServer.login(client);
    }
  }

  /// RFC 1939 §3: without a word, and without the UPDATE state.
  @Test
  void autologoutRemovesNothing() throws IOException {
    try (Pop3TestServer server =
        Pop3TestServer.start(Pop3TestServer.limits().withIdleTimeout(Duration.ofMillis(300)))) {
      server.add("a");
      try (TestClient client = server.login()) {
        client.line("DELE 1");
        client.expectPrefix("+OK");
        client.expectClosed();
      }
      assertEquals(List.of(1L), server.maildrop.uids());
      Awaitility.await().until(() -> !server.maildrop.isLocked());
    }
  }

  @Test
  void whoDoesNotLogInIsTold() throws IOException {
    try (Pop3TestServer server =
            Pop3TestServer.start(Pop3TestServer.limits().withLoginTimeout(Duration.ofMillis(300)));
        TestClient client = server.connect()) {
      client.expect("-ERR No login for too long; goodbye");
      client.expectClosed();
    }
  }

  @Test
  void drainTellsAndRemovesNothing() throws IOException {
    try (Pop3TestServer server = Pop3TestServer.start()) {
      server.add("a");
      try (TestClient client = server.login()) {
        client.line("DELE 1");
        client.expectPrefix("+OK");
        assertEquals(0, server.server.transport().drain(Duration.ofSeconds(10)));
        client.expect("-ERR [SYS/TEMP] Shutting down; connect again later");
        client.expectClosed();
      }
      assertEquals(List.of(1L), server.maildrop.uids());
    }
  }

  @Test
  void connectionsBeyondTheLimitAreTurnedAway() throws IOException {
    try (Pop3TestServer server =
            Pop3TestServer.start(Pop3TestServer.limits().withMaxConnections(1));
        TestClient first = server.connect();
        TestClient second = server.server.connect()) {
      second.expect("-ERR [SYS/TEMP] Too many connections; connect again later");
      second.expectClosed();
      first.line("QUIT");
      first.expect("+OK Goodbye");
    }
  }

  @Test
  void commandsAreCounted() throws IOException {
    try (Pop3TestServer server = Pop3TestServer.start()) {
      try (TestClient client = server.login()) {
        client.send("STAT\r\nRETR 1\r\nNONSENSE\r\nQUIT\r\n");
        client.expect("+OK 0 0");
        client.expect("-ERR No such message");
        client.expect("-ERR Unknown command");
        client.expect("+OK Goodbye");
        client.expectClosed();
      }
      assertEquals(1, count(server, "stat", "ok"));
      assertEquals(1, count(server, "retr", "err"));
      assertEquals(1, count(server, "unknown", "bad"));
      assertEquals(1, count(server, "pass", "ok"));
    }
  }

  private static long count(Pop3TestServer server, String command, String outcome) {
    return server
        .server
        .registry()
        .get("posthorn.commands")
        .tags("protocol", "pop3", "command", command, "outcome", outcome)
        .timer()
        .count();
  }

  @Test
  void everyRefusalIsALine() throws IOException {
    try (Pop3TestServer server = Pop3TestServer.start()) {
      for (Refusal reason : Refusal.values()) {
        assertTrue(server.endpoint.refusal(reason).matches("-ERR [ -~]+\r\n"));
      }
    }
  }
}
