package org.posthorn.smtp.outbound.route;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.posthorn.smtp.outbound.client.Target;

class TrafficTest {
  private static final long SECOND = Duration.ofSeconds(1).toNanos();

  private final Traffic traffic = new Traffic(3, Duration.ofSeconds(5));
  private final Target server = server(25);

  private static Target server(int port) {
    return new Target(
        "mx.remote.test",
        InetAddress.getLoopbackAddress(),
        port,
        Target.Protocol.SMTP,
        false,
        Optional.empty());
  }

  @Test
  void manyMessagesInAShortTimeAreMuch() {
    assertFalse(traffic.count(server, SECOND));
    assertFalse(traffic.count(server, 2 * SECOND));
    assertTrue(traffic.count(server, 3 * SECOND));
    assertTrue(traffic.count(server, 4 * SECOND));
  }

  @Test
  void messagesNowAndThenAreNot() {
    for (int i = 0; i < 20; i++) {
      assertFalse(traffic.count(server, i * 3 * SECOND));
    }
    assertTrue(traffic.count(server, 58 * SECOND), "the third since 54 s");
  }

  @Test
  void serversAreCountedApart() {
    assertFalse(traffic.count(server, 1));
    assertFalse(traffic.count(server, 2));
    assertFalse(traffic.count(server(26), 3));
    assertTrue(traffic.count(server, 4));
  }

  @Test
  void theClockMayStartAnywhere() {
    assertFalse(traffic.count(server, Long.MAX_VALUE - 1));
    assertFalse(traffic.count(server, Long.MAX_VALUE));
    assertTrue(traffic.count(server, Long.MIN_VALUE));
  }

  @Test
  void theLeastUsedServerIsForgotten() {
    assertFalse(traffic.count(server, 1));
    assertFalse(traffic.count(server, 2));
    for (int port = 1_000; port < 3_000; port++) {
      assertFalse(traffic.count(server(port), 3));
    }
    assertFalse(traffic.count(server, 4));
  }
}
