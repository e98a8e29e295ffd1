package org.posthorn.protocol.net;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.posthorn.config.value.IpNetwork;
import org.posthorn.protocol.session.Toy;
import org.posthorn.protocol.testing.TestClient;
import org.posthorn.protocol.testing.TestServer;

/// Who is let in, and what a proxy says about them.
@Timeout(120)
class TransportTest {
  private static final byte[] V2_SIGNATURE = HexFormat.of().parseHex("0d0a0d0a000d0a515549540a");

  private final Toy toy = new Toy();
  private TestServer server = TestServer.start(toy);

  TransportTest() throws IOException {}

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private int behindProxy(boolean implicitTls, String trusted) throws IOException {
    ListenerSpec spec =
        new ListenerSpec(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
            implicitTls,
            Optional.of(server.tls()),
            List.of(IpNetwork.parse(trusted)),
            TestServer.generousLimits().withMaxConnectionsPerAddress(1));
    return server.transport().bind(spec, toy).address().getPort();
  }

  @Test
  void usesEpoll() {
    assertTrue(server.transport().isNative());
  }

  @Test
  void refusesPolitelyBeyondTheLimits() throws IOException {
    server.close();
    server =
        TestServer.start(
            toy, TestServer.generousLimits().withMaxConnections(4).withMaxConnectionsPerAddress(3));
    List<TestClient> clients = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      TestClient client = server.connect();
      client.expect("HELLO 127.0.0.1");
      clients.add(client);
    }
    try (TestClient refused = server.connect()) {
      refused.line("ECHO sent too early");
      refused.expect("NO TOO_MANY_FROM_ADDRESS");
      refused.expectClosed();
    }
    clients.removeLast().close();
    await().until(() -> server.transport().connections() == 2);
    try (TestClient client = server.connect()) {
      client.expect("HELLO 127.0.0.1");
    }
    for (TestClient client : clients) {
      client.close();
    }
    assertEquals(
        1,
        server
            .registry()
            .get("posthorn.connections.refused")
            .tag("reason", "too_many_from_address")
            .counter()
            .count());
  }

  @Test
  void refusesBeyondTheTotal() throws IOException {
    server.close();
    server = TestServer.start(toy, TestServer.generousLimits().withMaxConnections(1));
    try (TestClient first = server.connect()) {
      // Two that come at once are let in by different threads, in any order.
      first.expect("HELLO 127.0.0.1");
      try (TestClient second = server.connect()) {
        second.expect("NO TOO_MANY_CONNECTIONS");
        second.expectClosed();
      }
    }
  }

  @Test
  void exemptNetworksHaveNoLimitOfTheirOwn() throws IOException {
    server.close();
    server =
        TestServer.start(
            toy,
            TestServer.generousLimits()
                .withMaxConnectionsPerAddress(1)
                .withExemptNetworks(List.of(IpNetwork.parse("127.0.0.0/8"))));
    try (TestClient first = server.connect();
        TestClient second = server.connect()) {
      first.expect("HELLO 127.0.0.1");
      second.expect("HELLO 127.0.0.1");
    }
  }

  @Test
  void takesTheClientsAddressFromVersion1() throws IOException {
    int port = behindProxy(false, "127.0.0.0/8");
    try (TestClient client = TestClient.connect(port)) {
      client.send("PROXY TCP4 192.0.2.1 198.51.100.1 4711 25\r\nECHO early\r\n");
      client.expect("HELLO 192.0.2.1");
      client.expect("OK early");
      // Limits count the client, not the proxy.
      try (TestClient other = TestClient.connect(port)) {
        other.bytewise().send("PROXY TCP6 2001:db8::1 2001:db8::2 4711 25\r\n");
        other.expect("HELLO 2001:db8:0:0:0:0:0:1");
      }
      try (TestClient same = TestClient.connect(port)) {
        same.send("PROXY TCP4 192.0.2.1 198.51.100.1 4712 25\r\n");
        same.expect("NO TOO_MANY_FROM_ADDRESS");
      }
    }
  }

  @Test
  void takesTheClientsAddressFromVersion2BeforeTls() throws IOException {
    int port = behindProxy(true, "127.0.0.1");
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    header.write(V2_SIGNATURE);
    header.write(HexFormat.of().parseHex("21" + "11" + "000c" + "c0000207" + "c6336401"));
    header.write(HexFormat.of().parseHex("1267" + "0019"));
    try (TestClient client = TestClient.connect(port)) {
      client.send(header.toByteArray());
      client.startTls();
      client.expect("HELLO 192.0.2.7");
    }
  }

  @Test
  void aProxyMaySpeakForItself() throws IOException {
    int port = behindProxy(false, "127.0.0.1");
    ByteArrayOutputStream header = new ByteArrayOutputStream();
    header.write(V2_SIGNATURE);
    header.write(HexFormat.of().parseHex("20" + "00" + "0000"));
    try (TestClient client = TestClient.connect(port)) {
      client.send(header.toByteArray());
      client.expect("HELLO 127.0.0.1");
    }
  }

  @Test
  void badHeadersEndTheConnection() throws IOException {
    int port = behindProxy(false, "127.0.0.1");
    for (String header :
        List.of("EHLO client.test\r\n", "PROXY TCP4 nonsense\r\n", "x".repeat(300))) {
      try (TestClient client = TestClient.connect(port)) {
        client.send(header.getBytes(StandardCharsets.US_ASCII));
        client.expectClosed();
      }
    }
  }

  @Test
  void othersCannotNameAnAddress() throws IOException {
    int port = behindProxy(false, "192.0.2.0/24");
    try (TestClient client = TestClient.connect(port)) {
      client.send("PROXY TCP4 192.0.2.1 198.51.100.1 4711 25\r\n");
      client.expect("HELLO 127.0.0.1");
      client.expect("BAD");
    }
  }

  @Test
  void saysWhyAPortCannotBeBound() {
    ListenerSpec taken =
        new ListenerSpec(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), server.port()),
            false,
            Optional.empty(),
            List.of(),
            TestServer.generousLimits());
    IOException failure =
        assertThrows(IOException.class, () -> server.transport().bind(taken, toy));
    assertTrue(String.valueOf(failure.getMessage()).contains("cannot listen on"));
  }

  @Test
  void countsConnectionsAndOctets() throws IOException {
    try (TestClient client = server.connect()) {
      client.expect("HELLO 127.0.0.1");
      client.line("ECHO 1");
      client.expect("OK 1");
      assertEquals(1, server.registry().get("posthorn.connections.open").gauge().value());
    }
    await().until(() -> server.registry().get("posthorn.connections.open").gauge().value() == 0);
    assertEquals(
        8, server.registry().get("posthorn.bytes").tag("direction", "in").counter().count());
    assertEquals(
        23, server.registry().get("posthorn.bytes").tag("direction", "out").counter().count());
  }
}
