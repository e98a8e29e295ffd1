package org.posthorn.imap;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionTimeoutException;
import org.junit.jupiter.api.Test;
import org.posthorn.protocol.testing.TestClient;
import org.posthorn.protocol.testing.TestServer;
import org.posthorn.storage.blob.Content;
import org.posthorn.storage.mailbox.MailboxService;
import org.posthorn.storage.mailbox.MessageVisitor;
import org.posthorn.storage.mailbox.StoredMessage;
import org.posthorn.storage.mime.MessageStructure;
import org.posthorn.storage.model.EmailId;
import org.posthorn.storage.model.Flags;
import org.posthorn.storage.model.MailboxName;
import org.posthorn.storage.model.StorageError;
import org.posthorn.storage.model.StorageException;

/// What sessions make of damaged messages (RFC 5530 §3 CORRUPTION), of failures they do not know,
/// and of clients that leave in the middle.
class TroubleTest {

  /// Has the service hand out other messages than it has.
  private static UnaryOperator<MailboxService> reading(UnaryOperator<StoredMessage> change) {
    return service ->
        (MailboxService)
            Proxy.newProxyInstance(
                MailboxService.class.getClassLoader(),
                new Class<?>[] {MailboxService.class},
                (_, method, arguments) -> {
                  if (method.getName().equals("visit")) {
                    MessageVisitor visitor = (MessageVisitor) arguments[5];
                    MessageVisitor changed = message -> visitor.visit(change.apply(message));
                    arguments[5] = changed;
                  }
                  try {
                    return method.invoke(service, arguments);
                  } catch (InvocationTargetException e) {
                    throw e.getCause();
                  }
                });
  }

  /// A message whose octets cannot be read from some offset on.
  private record Damaged(StoredMessage message, long from, RuntimeException failure)
      implements StoredMessage, Content {
    @Override
    public long uid() {
      return message.uid();
    }

    @Override
    public EmailId email() {
      return message.email();
    }

    @Override
    public Instant internalDate() {
      return message.internalDate();
    }

    @Override
    public Content content() {
      return this;
    }

    @Override
    public int prefixLength() {
      return message.prefixLength();
    }

    @Override
    public MessageStructure structure() {
      return message.structure();
    }

    @Override
    public long size() {
      return message.content().size();
    }

    private void check(long end) {
      if (end > from) {
        throw failure;
      }
    }

    @Override
    public byte[] read(long offset, int length) {
      check(offset + length);
      return message.content().read(offset, length);
    }

    @Override
    public void writeTo(long offset, long length, Sink sink) {
      message.content().writeTo(offset, Math.min(length, Math.max(0, from - offset)), sink);
      check(offset + length);
    }

    @Override
    public InputStream stream(long offset, long length) {
      check(offset + length);
      return message.content().stream(offset, length);
    }
  }

  private static UnaryOperator<MailboxService> damaging(
      long uid, long from, RuntimeException failure) {
    return reading(message -> message.uid() == uid ? new Damaged(message, from, failure) : message);
  }

  private static StorageException corrupt() {
    return new StorageException(new StorageError.Corrupt("a checksum is wrong"));
  }

  @Test
  void aDamagedMessageKeepsNobodyFromTheOthers() throws IOException {
    try (ImapFixture fixture = new ImapFixture(damaging(2, 0, corrupt()));
        TestClient client = fixture.login()) {
      ImapFixture.command(client, "SELECT INBOX");
      client.line("a FETCH 1:3 BODY.PEEK[TEXT]<0.5>");
      client.expect("* 1 FETCH (BODY[TEXT]<0> {5}");
      client.expect("Hello)");
      client.expect("* 3 FETCH (BODY[TEXT]<0> {5}");
      client.expect("Last )");
      client.expectPrefix("a NO [CORRUPTION]");
      client.line("b SEARCH BODY a");
      client.expect("* SEARCH 1 3");
      client.expectPrefix("b OK");
      client.line("c FETCH 2 BODY[TEXT]");
      client.expect("* 2 FETCH (FLAGS (\\Seen \\Flagged \\Recent))");
      client.expectPrefix("c NO [CORRUPTION]");
    }
  }

  /// Octets that were announced and cannot be had end the connection: nothing else may stand for
  /// them.
  @Test
  void aMessageThatBreaksOffEndsTheConnection() throws IOException {
    byte[] large =
        ("Subject: large\r\n\r\n" + "x".repeat(200_000)).getBytes(StandardCharsets.US_ASCII);
    try (ImapFixture fixture = new ImapFixture(damaging(4, 100_000, corrupt()))) {
      fixture.append(MailboxName.INBOX, large, Flags.NONE, 4);
      try (TestClient client = fixture.login()) {
        ImapFixture.command(client, "SELECT INBOX");
        client.line("a FETCH 4 BODY.PEEK[]");
        client.expect("* 4 FETCH (BODY[] {" + large.length + "}");
        int came = client.readToEnd();
        assertTrue(came <= 100_000, came + " octets came");
      }
      try (TestClient client = fixture.login()) {
        ImapFixture.command(client, "SELECT INBOX");
      }
    }
  }

  @Test
  void anUnexpectedFailureIsAnsweredAndSurvived() throws IOException {
    RuntimeException failure = new IllegalStateException("made by a test");
    try (ImapFixture fixture = new ImapFixture(damaging(2, 0, failure));
        TestClient client = fixture.login()) {
      ImapFixture.command(client, "SELECT INBOX");
      client.line("a FETCH 2 BODY.PEEK[]");
      client.expectPrefix("a NO [SERVERBUG]");
      ImapFixture.command(client, "FETCH 1 BODY.PEEK[]");
    }
  }

  /// A clock that is a minute further each time it is read.
  private static Clock hurrying() {
    AtomicInteger reads = new AtomicInteger();
    return new Clock() {
      @Override
      public ZoneId getZone() {
        return ZoneOffset.UTC;
      }

      @Override
      public Clock withZone(ZoneId zone) {
        return this;
      }

      @Override
      public Instant instant() {
        return Instant.EPOCH.plusSeconds(60L * reads.incrementAndGet());
      }
    };
  }

  @Test
  void aLongSearchTellsHowFarItIs() throws IOException {
    try (ImapFixture fixture = new ImapFixture(service -> service, hurrying());
        TestClient client = fixture.login()) {
      ImapFixture.command(client, "SELECT INBOX");
      client.line("a SEARCH BODY lines");
      client.expectPrefix("* OK Searching: 1 of about 3");
      client.expectPrefix("* OK Searching: 2 of about 3");
      client.expectPrefix("* OK Searching: 3 of about 3");
      client.expect("* SEARCH 3");
      client.expectPrefix("a OK");
    }
  }

  /// That a client is gone shows when something is written to it, and the write fails for certain
  /// only some packets later: so after the first message there is a little wait before each.
  @Test
  void aSearchEndsWithItsClient() throws Exception {
    CountDownLatch started = new CountDownLatch(1);
    CountDownLatch left = new CountDownLatch(1);
    AtomicInteger read = new AtomicInteger();
    AtomicReference<TestServer> server = new AtomicReference<>();
    UnaryOperator<StoredMessage> watched =
        message -> {
          if (read.incrementAndGet() == 1) {
            started.countDown();
            join(left);
          } else {
            awaitNobodyForAWhile(Objects.requireNonNull(server.get()));
          }
          return message;
        };
    int more = 50;
    try (ImapFixture fixture = new ImapFixture(reading(watched), hurrying())) {
      server.set(fixture.server());
      for (int i = 0; i < more; i++) {
        fixture.append(MailboxName.INBOX, new byte[] {'a', ':', '\r', '\n'}, Flags.NONE, 5);
      }
      try (TestClient client = fixture.login()) {
        ImapFixture.command(client, "SELECT INBOX");
        client.line("a SEARCH BODY nowhere");
        started.await();
      }
      left.countDown();
      Awaitility.await().until(() -> isDeserted(Objects.requireNonNull(server.get())));
    }
    assertTrue(read.get() < more, "read " + read.get());
  }

  private static void awaitNobodyForAWhile(TestServer server) {
    try {
      Awaitility.await().atMost(Duration.ofMillis(200)).until(() -> isDeserted(server));
    } catch (ConditionTimeoutException _) {
      // The next message will show.
    }
  }

  private static boolean isDeserted(TestServer server) {
    return server.registry().get("posthorn.connections.open").gauge().value() == 0;
  }

  private static void join(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
