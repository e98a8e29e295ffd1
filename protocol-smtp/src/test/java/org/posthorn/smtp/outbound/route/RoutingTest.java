package org.posthorn.smtp.outbound.route;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.posthorn.smtp.outbound.route.CourierFixture.status;
import static org.posthorn.smtp.outbound.route.CourierFixture.statuses;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.auth.dns.DnsAnswer;
import org.posthorn.auth.dns.MailExchanger;
import org.posthorn.config.OutboundRoute;
import org.posthorn.config.OutboundTls;
import org.posthorn.config.RouteProtocol;
import org.posthorn.config.value.HostPort;
import org.posthorn.config.value.Secret;
import org.posthorn.smtp.outbound.client.GoodServer;
import org.posthorn.smtp.outbound.client.ScriptedServer;
import org.posthorn.smtp.outbound.client.TestAuthority;

/// RFC 5321 §5.1, RFC 7505, RFC 2033, RFC 4954: which server gets a message.
class RoutingTest {
  @TempDir private Path directory;

  private static String sendTo(String address, MailExchanger... records) throws IOException {
    try (ScriptedServer server = ScriptedServer.start(GoodServer.common());
        CourierFixture courier = new CourierFixture(server.port(), UnaryOperator.identity())) {
      if (records.length > 0) {
        courier.dns.mx("there.test", false, records);
      }
      courier.dns.put("MX dark.test", new DnsAnswer.Failed<>("SERVFAIL"));
      courier.dns.put("MX empty.test", new DnsAnswer.NoData<>(false));
      courier.dns.a("implicit.test", false, "127.0.0.1");
      return status(courier.send(address).getFirst());
    }
  }

  @Test
  void whatTheDnsSays() throws IOException {
    assertEquals("delivered", sendTo("b@implicit.test"));
    assertEquals("5.1.2", sendTo("b@nowhere.test"));
    assertEquals("4.4.3", sendTo("b@dark.test"));
    assertEquals("5.4.4", sendTo("b@empty.test"));
    assertEquals("5.1.10", sendTo("b@there.test", new MailExchanger(0, "")));
    assertEquals("5.4.6", sendTo("b@there.test", new MailExchanger(0, "mail.example.test")));
    assertEquals(
        "5.4.6",
        sendTo(
            "b@there.test",
            new MailExchanger(10, "mail.example.test"),
            new MailExchanger(20, "mx.remote.test")));
    assertEquals(
        "delivered",
        sendTo(
            "b@there.test",
            new MailExchanger(5, "mx.remote.test"),
            new MailExchanger(10, "mail.example.test")));
    assertEquals(
        "delivered",
        sendTo(
            "b@there.test",
            new MailExchanger(5, "gone.remote.test"),
            new MailExchanger(10, "mx.remote.test")));
  }

  @Test
  void addressLiterals() throws IOException {
    assertEquals("delivered", sendTo("b@[127.0.0.1]"));
    assertEquals("5.1.3", sendTo("b@[tag:nothing]"));
  }

  @Test
  void aSecondHostIsTriedWhereTheFirstHasNoTime() throws IOException {
    ScriptedServer.Script busy = peer -> peer.say("421 4.3.2 busy");
    try (ScriptedServer server = ScriptedServer.start(busy, GoodServer.common());
        CourierFixture courier = new CourierFixture(server.port(), UnaryOperator.identity())) {
      courier.dns.mx(
          "remote.test",
          false,
          new MailExchanger(10, "mx.remote.test"),
          new MailExchanger(20, "mx2.remote.test"));
      courier.dns.a("mx2.remote.test", false, "127.0.0.1");
      assertEquals(List.of("delivered"), statuses(courier.send("b@remote.test")));
      assertEquals(2, server.connections());
    }
  }

  @Test
  void lmtpAnswersForEachRecipient() throws IOException {
    GoodServer store =
        GoodServer.common().asLmtp().answering(Map.of(". RCPT TO:<full@", "452 4.2.2 over quota"));
    try (ScriptedServer server = ScriptedServer.start(store);
        CourierFixture courier =
            new CourierFixture(
                25,
                c ->
                    c.withRoutes(
                        List.of(
                            OutboundRoute.of(
                                    "*.lists.test",
                                    List.of(new HostPort("127.0.0.1", server.port())))
                                .withProtocol(RouteProtocol.LMTP))))) {
      assertEquals(
          List.of("delivered", "4.2.2", "delivered"),
          statuses(courier.send("a@one.lists.test", "full@one.lists.test", "b@one.lists.test")));
      assertEquals("LHLO mail.example.test", server.commands().getFirst());
    }
  }

  @Test
  void aSmartHostGetsTheLoginInsideTls() throws IOException {
    TestAuthority authority = new TestAuthority();
    Path trusted = authority.write(directory.resolve("ca.pem"));
    GoodServer relay =
        GoodServer.with("AUTH PLAIN LOGIN")
            .withTls(authority.issue("relay.test").context())
            .answering(
                command ->
                    command.startsWith("AUTH PLAIN")
                        ? Optional.of("235 2.7.0 welcome")
                        : Optional.empty());
    try (ScriptedServer server = ScriptedServer.start(relay);
        CourierFixture courier =
            new CourierFixture(
                25,
                c ->
                    c.withTrustStore(trusted)
                        .withRoutes(
                            List.of(
                                OutboundRoute.of(
                                        "*", List.of(new HostPort("relay.test", server.port())))
                                    .withLogin("me", Secret.of("geheim")))))) {
      courier.dns.a("relay.test", false, "127.0.0.1");
      assertEquals(List.of("delivered"), statuses(courier.send("b@anywhere.test")));
      String login = server.commands("AUTH").getFirst().substring("AUTH PLAIN ".length());
      assertEquals(
          "\0me\0geheim", new String(Base64.getDecoder().decode(login), StandardCharsets.UTF_8));
    }
  }

  @Test
  void noLoginInTheClear() throws IOException {
    try (ScriptedServer server = ScriptedServer.start(GoodServer.with("AUTH PLAIN"));
        CourierFixture courier =
            new CourierFixture(
                25,
                c ->
                    c.withRoutes(
                        List.of(
                            OutboundRoute.of("*", List.of(new HostPort("127.0.0.1", server.port())))
                                .withTls(OutboundTls.MAY)
                                .withLogin("me", Secret.of("geheim")))))) {
      assertEquals(List.of("4.7.5"), statuses(courier.send("b@anywhere.test")));
      assertTrue(server.commands("AUTH").isEmpty());
    }
  }
}
