package org.posthorn.imap;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.protocol.testing.TestClient;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.MailboxName;

/// Big messages and long pipelines over real sockets, with TLS and without (RFC 3501 §4.3, §5.5).
class LargeMailTest {
  private static final int SIZE = 5 << 20;

  private final ImapFixture fixture = new ImapFixture();

  @AfterEach
  void stop() throws IOException {
    fixture.close();
  }

  private static byte[] message() {
    byte[] message = new byte[SIZE];
    Random random = new Random(7);
    for (int i = 0; i < SIZE; i++) {
      message[i] = (byte) (i % 70 == 69 ? '\n' : 'a' + random.nextInt(26));
    }
    byte[] header = "Subject: big\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(header, 0, message, 0, header.length);
    return message;
  }

  private TestClient client(boolean tls) throws IOException {
    TestClient client = tls ? fixture.server().connectTls() : fixture.server().connect();
    client.expectPrefix("* OK");
    ImapFixture.command(client, "LOGIN alice@example.test pass");
    return client;
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aBigMessageGoesInAndComesOutUnchanged(boolean tls) throws IOException {
    byte[] message = message();
    try (TestClient client = client(tls)) {
      client.line("a APPEND INBOX {" + SIZE + "+}");
      client.send(message);
      client.line("");
      client.expectPrefix("a OK [APPENDUID ");
      ImapFixture.command(client, "SELECT INBOX");
      client.line("b FETCH 4 (RFC822.SIZE BODY.PEEK[] BODY.PEEK[TEXT]<4000000.1000>)");
      client.expect("* 4 FETCH (RFC822.SIZE " + SIZE + " BODY[] {" + SIZE + "}");
      assertArrayEquals(message, client.read(SIZE));
      client.expect(" BODY[TEXT]<4000000> {1000}");
      assertArrayEquals(Arrays.copyOfRange(message, 4000016, 4001016), client.read(1000));
      client.expect(")");
      client.expectPrefix("b OK");
    }
  }

  /// A client that does not read holds up its own session only, and gets everything in the end.
  @Test
  void aSlowReaderGetsEverything() throws IOException {
    fixture.append(MailboxName.INBOX, message(), Flags.NONE, 3);
    try (TestClient slow = client(false);
        TestClient quick = client(false)) {
      ImapFixture.command(slow, "EXAMINE INBOX");
      for (int i = 0; i < 8; i++) {
        slow.line(i + " FETCH 4 BODY.PEEK[]");
      }
      ImapFixture.command(quick, "EXAMINE INBOX");
      ImapFixture.command(quick, "FETCH 1:* FLAGS");
      for (int i = 0; i < 8; i++) {
        slow.expect("* 4 FETCH (BODY[] {" + SIZE + "}");
        assertEquals(SIZE, slow.read(SIZE).length);
        slow.expect(")");
        slow.expectPrefix(i + " OK");
      }
    }
  }

  @Test
  void tenThousandPipelinedCommandsAreAnsweredInOrder() throws IOException {
    try (TestClient client = client(false)) {
      int count = 10_000;
      Thread.startVirtualThread(() -> sendNoops(client, count));
      for (int i = 0; i < count; i++) {
        client.expect("t" + i + " OK Noop completed");
      }
    }
  }

  private static void sendNoops(TestClient client, int count) {
    StringBuilder commands = new StringBuilder();
    for (int i = 0; i < count; i++) {
      commands.append('t').append(i).append(" NOOP\r\n");
    }
    try {
      client.send(commands.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /// A mailbox knows a bounded number of keywords (RFC 5530 §3 LIMIT).
  @Test
  void keywordsAreLimited() throws IOException {
    try (TestClient client = client(false)) {
      ImapFixture.command(client, "SELECT INBOX");
      StringBuilder keywords = new StringBuilder("k0");
      for (int i = 1; i < 300; i++) {
        keywords.append(" k").append(i);
      }
      client.line("a STORE 1 +FLAGS.SILENT (" + keywords + ")");
      client.expectPrefix("a NO [LIMIT]");
      client.line("b STORE 1 +FLAGS.SILENT (k1 k2)");
      client.expectPrefix("* FLAGS (");
      client.expectPrefix("* OK [PERMANENTFLAGS (");
      client.expectPrefix("b OK");
    }
  }

  @Test
  void deepNestingIsRefused() throws IOException {
    try (TestClient client = client(false)) {
      ImapFixture.command(client, "EXAMINE INBOX");
      client.line("a SEARCH " + "(".repeat(10_000) + "ALL" + ")".repeat(10_000));
      client.expectPrefix("a BAD");
      client.line("b SEARCH " + "NOT ".repeat(5_000) + "ALL");
      client.expectPrefix("b BAD");
      ImapFixture.command(client, "NOOP");
    }
  }

  @Test
  void announcedButUnsentLiteralsAreForgottenWithTheConnection() throws IOException {
    try (TestClient client = client(false)) {
      client.line("a APPEND INBOX {1000+}");
      client.send("only this");
    }
    try (TestClient client = client(false)) {
      client.line("b STATUS INBOX (MESSAGES)");
      client.expect("* STATUS INBOX (MESSAGES 3)");
      client.expectPrefix("b OK");
    }
  }
}
