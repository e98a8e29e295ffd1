package org.posthorn.pop3;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.posthorn.protocol.testing.Dialog;
import org.posthorn.protocol.testing.DialogFixture;
import org.posthorn.protocol.testing.Dialogs;
import org.posthorn.protocol.testing.TestClient;

/// The transcripts in `src/test/dialogs`, on a maildrop of three messages.
final class DialogTest {
  private record Fixture(Pop3TestServer server) implements DialogFixture {
    static Fixture of(Pop3TestServer server) {
      server.add("Subject: one\r\n\r\nFirst line\r\n.dotted\r\n..\r\nLast\r\n");
      server.add("Subject: two\r\n\r\nbare\nfeeds\n.x");
      server.add("Subject: three\r\nTo: alice@example.test\r\n\r\n");
      return new Fixture(server);
    }

    @Override
    public TestClient connect(boolean tls) throws IOException {
      return tls ? server.server.connectTls() : server.server.connect();
    }

    @Override
    public void start(Dialog dialog, List<TestClient> clients) throws IOException {
      switch (dialog.state()) {
        case "connected" -> {
          // The greeting is part of the transcript.
        }
        case "authorization" -> greet(clients);
        case "transaction" -> {
          greet(clients);
          Pop3TestServer.login(clients.getFirst());
        }
        default -> throw new IllegalArgumentException("no such state: " + dialog.state());
      }
    }

    private static void greet(List<TestClient> clients) throws IOException {
      for (TestClient client : clients) {
        client.expectPrefix("+OK ");
      }
    }

    @Override
    public void check(String name, List<String> arguments) {
      switch (name) {
        case "uids" ->
            assertEquals(
                arguments,
                server.maildrop.uids().stream().map(String::valueOf).collect(Collectors.toList()));
        case "expunge" -> server.maildrop.expunge(Long.parseLong(arguments.getFirst()));
        case "locked" -> assertTrue(server.maildrop.isLocked());
        case "unlocked" -> Awaitility.await().until(() -> !server.maildrop.isLocked());
        default -> throw new IllegalArgumentException("no such check: " + name);
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }

  @TestFactory
  Stream<DynamicTest> plaintext() throws IOException {
    return Dialogs.in(
        Path.of("src/test/dialogs/plaintext"), () -> Fixture.of(Pop3TestServer.start()));
  }

  @TestFactory
  Stream<DynamicTest> tlsRequired() throws IOException {
    return Dialogs.in(
        Path.of("src/test/dialogs/tls-required"),
        () -> Fixture.of(Pop3TestServer.withoutPlaintext()));
  }
}
