package org.posthorn.smtp.outbound.route;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.posthorn.smtp.outbound.route.CourierFixture.TEXT;
import static org.posthorn.smtp.outbound.route.CourierFixture.status;
import static org.posthorn.smtp.outbound.route.CourierFixture.statuses;

import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.posthorn.config.OutboundReuse;
import org.posthorn.smtp.outbound.RecipientResult;
import org.posthorn.smtp.outbound.RecipientResult.Deferred;
import org.posthorn.smtp.outbound.RecipientResult.Delivered;
import org.posthorn.smtp.outbound.RecipientResult.Failed;
import org.posthorn.smtp.outbound.client.GoodServer;
import org.posthorn.smtp.outbound.client.ScriptedServer;
import org.posthorn.smtp.outbound.client.TestAuthority;
import org.posthorn.smtp.outbound.client.TlsResult;

/// RFC 5321 §5: a courier finds the host and hands the message over.
class SmtpCourierTest {
  private static final Duration KEPT = Duration.ofMinutes(1);

  private final TestAuthority authority = new TestAuthority();

  @Test
  void deliversInTheClear() throws IOException {
    try (ScriptedServer server = ScriptedServer.start(GoodServer.common());
        CourierFixture courier = new CourierFixture(server.port(), UnaryOperator.identity())) {
      List<RecipientResult> results = courier.send("Bob@remote.test", "carol@remote.test");
      assertEquals(List.of("delivered", "delivered"), statuses(results));
      Delivered first = assertInstanceOf(Delivered.class, results.getFirst());
      assertEquals("mx.remote.test", first.host());
      assertEquals("250 2.0.0 taken", first.reply());
      assertTrue(first.dsn());
      assertEquals(List.of(TEXT), server.messages());
      awaitQuits(server, 1);
      assertEquals(
          List.of(
              "EHLO mail.example.test",
              "MAIL FROM:<Sender@example.test> SIZE=" + TEXT.length(),
              "RCPT TO:<Bob@remote.test>",
              "RCPT TO:<carol@remote.test>",
              "DATA",
              "QUIT"),
          server.commands());
      assertEquals(List.of(), server.failures());
    }
  }

  @Test
  void takesTlsWhereItIsOfferedAndResumesSessions() throws IOException {
    var tls = authority.issue("mx.remote.test").context();
    try (ScriptedServer server = ScriptedServer.start(GoodServer.common().withTls(tls, "TLSv1.2"));
        CourierFixture courier =
            new CourierFixture(
                server.port(), c -> c.withReuse(new OutboundReuse(1, 1, c.reuse().idle(), 1, 1)))) {
      assertEquals(List.of("delivered"), statuses(courier.send("bob@remote.test")));
      assertEquals(List.of("delivered"), statuses(courier.send("bob@remote.test")));
      assertEquals(2, server.connections());
      assertEquals(4, server.commands("EHLO").size());
      TlsResult.Secured secured =
          assertInstanceOf(
              TlsResult.Secured.class, courier.attempts.getFirst().tls().orElseThrow());
      assertEquals("TLSv1.2", secured.protocol());
      assertEquals(TlsResult.Proof.NONE, secured.proof());
      assertEquals(2, server.sessionIds().size());
      assertArrayEquals(server.sessionIds().getFirst(), server.sessionIds().get(1));
    }
  }

  @Test
  void usesAConnectionAgain() throws IOException {
    try (ScriptedServer server = ScriptedServer.start(GoodServer.common());
        CourierFixture courier = new CourierFixture(server.port(), UnaryOperator.identity())) {
      courier.moreWaits = true;
      for (int i = 0; i < 5; i++) {
        assertEquals(List.of("delivered"), statuses(courier.send("bob@remote.test")));
      }
      assertEquals(1, server.connections());
      assertEquals(5, server.messages().size());
      assertFalse(courier.attempts.getFirst().reused());
      assertTrue(courier.attempts.getLast().reused());
      assertEquals(List.of(), server.commands("QUIT"));
      courier.moreWaits = false;
      assertEquals(List.of("delivered"), statuses(courier.send("bob@remote.test")));
      assertEquals(1, server.connections());
      awaitQuits(server, 1);
    }
  }

  @Test
  void aLoneMessageIsFollowedByQuit() throws IOException {
    try (ScriptedServer server = ScriptedServer.start(GoodServer.common());
        CourierFixture courier = new CourierFixture(server.port(), UnaryOperator.identity())) {
      for (int i = 1; i <= 3; i++) {
        assertEquals(List.of("delivered"), statuses(courier.send("bob@remote.test")));
        awaitQuits(server, i);
        assertEquals(i, server.connections());
        assertFalse(courier.attempts.getLast().reused());
      }
    }
  }

  @Test
  void keepsConnectionsToAServerThatGetsMuch() throws IOException {
    try (ScriptedServer server = ScriptedServer.start(GoodServer.common());
        CourierFixture courier =
            new CourierFixture(
                server.port(), c -> c.withReuse(new OutboundReuse(100, 1, KEPT, 1, 1)))) {
      assertEquals(List.of("delivered"), statuses(courier.send("bob@remote.test")));
      assertEquals(List.of("delivered"), statuses(courier.send("bob@remote.test")));
      assertEquals(1, server.connections());
      assertTrue(courier.attempts.getLast().reused());
    }
  }

  private static void awaitQuits(ScriptedServer server, int count) {
    Awaitility.await().until(() -> server.commands("QUIT").size() == count);
  }

  @Test
  void aConnectionThatWasClosedMeanwhileIsNoFailure() throws IOException {
    ScriptedServer.Script one =
        peer -> {
          peer.say("220 hello");
          peer.answer("250 hello");
          peer.answer("250 ok");
          peer.answer("250 ok");
          peer.answer("354 go on");
          peer.message();
          peer.say("250 taken");
          peer.command();
        };
    try (ScriptedServer server = ScriptedServer.start(one, GoodServer.common());
        CourierFixture courier = new CourierFixture(server.port(), UnaryOperator.identity())) {
      courier.moreWaits = true;
      assertEquals(List.of("delivered"), statuses(courier.send("bob@remote.test")));
      assertEquals(List.of("delivered"), statuses(courier.send("bob@remote.test")));
      assertEquals(2, server.connections());
      assertEquals(2, server.messages().size());
    }
  }

  @Test
  void tellsRecipientsApart() throws IOException {
    GoodServer choosy =
        GoodServer.common()
            .answering(
                Map.of(
                    "RCPT TO:<no@", "550 5.1.1 no such user",
                    "RCPT TO:<full@", "452 4.2.2 mailbox full"));
    try (ScriptedServer server = ScriptedServer.start(choosy);
        CourierFixture courier = new CourierFixture(server.port(), UnaryOperator.identity())) {
      List<RecipientResult> results =
          courier.send("no@remote.test", "bob@remote.test", "full@remote.test");
      assertEquals(List.of("5.1.1", "delivered", "4.2.2"), statuses(results));
      Failed failed = assertInstanceOf(Failed.class, results.getFirst());
      assertEquals("550 5.1.1 no such user", failed.trouble().reply().orElseThrow());
      assertInstanceOf(Deferred.class, results.get(2));
    }
  }

  @Test
  void nobodyThere() throws IOException {
    int port;
    try (ServerSocket unused = new ServerSocket(0)) {
      port = unused.getLocalPort();
    }
    try (CourierFixture courier = new CourierFixture(port, UnaryOperator.identity())) {
      RecipientResult result = courier.send("bob@remote.test").getFirst();
      assertInstanceOf(Deferred.class, result);
      assertEquals("4.4.1", status(result));
    }
  }
}
