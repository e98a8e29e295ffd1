package org.posthorn.smtp.outbound.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.posthorn.smtp.outbound.route.CourierFixture.patience;
import static org.posthorn.smtp.outbound.route.CourierFixture.status;

import java.io.IOException;
import java.time.Duration;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.posthorn.smtp.outbound.RecipientResult;
import org.posthorn.smtp.outbound.RecipientResult.Deferred;
import org.posthorn.smtp.outbound.client.ScriptedServer;
import org.posthorn.smtp.outbound.client.ScriptedServer.Script;
import org.posthorn.smtp.outbound.client.TestAuthority;

/// RFC 5321 §4.5.3.2: whatever a peer does, the message stays ours, and the wait ends.
class HostilePeerTest {
  private static final Script UP_TO_DATA =
      peer -> {
        peer.say("220 hello");
        peer.answer("250 hello");
        peer.answer("250 ok");
        peer.answer("250 ok");
        peer.answer("354 go on");
      };

  private static Arguments peer(String name, String status, Script script) {
    return Arguments.of(name, status, script);
  }

  static Stream<Arguments> peers() {
    return Stream.of(
        peer("closes at once", "4.4.2", peer -> {}),
        peer("junk before the greeting", "4.5.0", peer -> peer.raw("SSH-2.0-nothing\r\n")),
        peer("a greeting of digits alone", "4.5.0", peer -> peer.raw("99999\r\n")),
        peer("no time", "4.3.2", peer -> peer.say("421 4.3.2 busy")),
        peer("no service", "5.3.2", peer -> peer.say("554 5.3.2 not here")),
        peer(
            "an endless line",
            "4.5.0",
            peer -> {
              while (true) {
                peer.raw("220 " + "x".repeat(4000));
              }
            }),
        peer(
            "an endless reply",
            "4.5.0",
            peer -> {
              while (true) {
                peer.say("220-and so on");
              }
            }),
        peer("two codes in a reply", "4.5.0", peer -> peer.say("220-one", "250 two")),
        peer(
            "closes after EHLO",
            "4.4.2",
            peer -> {
              peer.say("220 hello");
              peer.command();
            }),
        peer(
            "354 to MAIL",
            "4.5.0",
            peer -> {
              peer.say("220 hello");
              peer.answer("250 hello");
              peer.answer("354 go on");
              peer.drain();
            }),
        peer(
            "354 to RCPT",
            "4.5.0",
            peer -> {
              peer.say("220 hello");
              peer.answer("250 hello");
              peer.answer("250 ok");
              peer.answer("354 go on");
              peer.drain();
            }),
        peer(
            "250 to DATA",
            "4.5.0",
            peer -> {
              peer.say("220 hello");
              peer.answer("250 hello");
              peer.answer("250 ok");
              peer.answer("250 ok");
              peer.answer("250 ok");
              peer.drain();
            }),
        peer(
            "421 at RCPT",
            "4.4.5",
            peer -> {
              peer.say("220 hello");
              peer.answer("250 hello");
              peer.answer("250 ok");
              peer.answer("421 4.4.5 enough");
            }),
        peer("closes after 354", "4.4.2", UP_TO_DATA),
        peer(
            "closes after the message",
            "4.4.2",
            peer -> {
              UP_TO_DATA.play(peer);
              peer.message();
            }),
        peer(
            "refuses the message",
            "5.6.0",
            peer -> {
              UP_TO_DATA.play(peer);
              peer.message();
              peer.say("554 5.6.0 not that");
              peer.drain();
            }));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("peers")
  void isWithstood(String name, String status, Script script) throws IOException {
    try (ScriptedServer server = ScriptedServer.start(script);
        CourierFixture courier = new CourierFixture(server.port(), UnaryOperator.identity())) {
      assertEquals(status, status(courier.send("bob@remote.test").getFirst()), name);
      assertEquals(1, server.connections());
    }
  }

  @Test
  void aMessageThatMayHaveArrivedIsNotSentElsewhere() throws IOException {
    Script swallows =
        peer -> {
          UP_TO_DATA.play(peer);
          peer.message();
        };
    try (ScriptedServer server = ScriptedServer.start(swallows);
        CourierFixture courier = new CourierFixture(server.port(), UnaryOperator.identity())) {
      courier.dns.a("mx.remote.test", false, "127.0.0.1", "127.0.0.1");
      RecipientResult result = courier.send("bob@remote.test").getFirst();
      Deferred deferred = assertInstanceOf(Deferred.class, result);
      assertTrue(deferred.trouble().reason().contains("may have the message"));
      assertEquals(1, server.connections());
      assertEquals(Attempt.Outcome.UNSURE, courier.attempts.getFirst().outcome());
    }
  }

  /// One octet now and then keeps a socket's own time-out from ever ending.
  @Test
  void aSlowDripEnds() throws IOException {
    Script drips =
        peer -> {
          while (true) {
            peer.raw("2");
            try {
              Thread.sleep(Duration.ofMillis(20));
            } catch (InterruptedException _) {
              return;
            }
          }
        };
    try (ScriptedServer server = ScriptedServer.start(drips);
        CourierFixture courier =
            new CourierFixture(
                server.port(), c -> c.withTimeouts(patience(Duration.ofMillis(300))))) {
      assertEquals("4.4.2", status(courier.send("bob@remote.test").getFirst()));
    }
  }

  /// A peer that takes nothing in: a blocking write has no time-out of its own.
  @Test
  void aPeerThatDoesNotReadEnds() throws IOException {
    Script deaf =
        peer -> {
          UP_TO_DATA.play(peer);
          try {
            Thread.sleep(Duration.ofMinutes(1));
          } catch (InterruptedException _) {
            // The test is over.
          }
        };
    try (ScriptedServer server = ScriptedServer.start(deaf);
        CourierFixture courier =
            new CourierFixture(
                server.port(), c -> c.withTimeouts(patience(Duration.ofMillis(400))))) {
      String large = "Subject: large\r\n\r\n" + "0123456789\r\n".repeat(2_000_000);
      assertEquals(
          "4.4.2",
          status(courier.deliver(CourierFixture.message(large, "bob@remote.test")).getFirst()));
    }
  }

  /// RFC 3207 §6: what was said in the clear does not count after STARTTLS.
  @Test
  void answersInjectedBeforeTlsAreThrownAway() throws IOException {
    var context = new TestAuthority().issue("mx.remote.test").context();
    Script injects =
        peer -> {
          peer.say("220 hello");
          peer.answer("250-hello", "250 STARTTLS");
          peer.command();
          peer.raw("220 go on\r\n250-forged\r\n250 REQUIRETLS\r\n");
          peer.tls(context);
          peer.answer("250 real");
          peer.answer("250 ok");
          peer.answer("250 ok");
          peer.answer("354 go on");
          peer.message();
          peer.say("250 taken");
          peer.drain();
        };
    try (ScriptedServer server = ScriptedServer.start(injects);
        CourierFixture courier = new CourierFixture(server.port(), UnaryOperator.identity())) {
      assertEquals("delivered", status(courier.send("bob@remote.test").getFirst()));
      assertEquals(2, server.commands("EHLO").size());
      assertEquals(1, server.messages().size());
    }
  }
}
