package org.posthorn.protocol.session;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.posthorn.protocol.limit.Rates;
import org.posthorn.protocol.limit.SessionLimits;
import org.posthorn.protocol.limit.Timeouts;
import org.posthorn.protocol.testing.TestClient;
import org.posthorn.protocol.testing.TestServer;

/// Sessions over real sockets: commands, content, limits, errors.
@Timeout(120)
@SuppressWarnings("try") // clients are closed early on purpose
class SessionTest {
  private static final Duration LONG = Duration.ofMinutes(1);
  private static final Duration SHORT = Duration.ofMillis(150);

  private Toy toy = new Toy();
  private TestServer server = TestServer.start(toy);

  SessionTest() throws IOException {}

  @AfterEach
  void stop() throws IOException {
    server.close();
  }

  private void restart(Toy other) throws IOException {
    server.close();
    toy = other;
    server = TestServer.start(toy);
  }

  private TestClient greeted() throws IOException {
    TestClient client = server.connect();
    client.expect("HELLO 127.0.0.1");
    return client;
  }

  private static Timeouts timeouts(Duration login, Duration idle, Duration line, Duration content) {
    return new Timeouts(login, idle, line, content, LONG, LONG);
  }

  @Test
  void runsCommandsInOrder() throws IOException {
    try (TestClient client = greeted()) {
      client.send("ECHO a\r\nECHO b\r\nCRLF\r\nCRLF\n");
      client.expect("OK a");
      client.expect("OK b");
      client.expect("OK true");
      client.expect("OK false");
      client.line("QUIT");
      client.expect("BYE");
      client.expectClosed();
    }
    await().until(() -> toy.events.contains("ended"));
  }

  @Test
  void commandsMayComeOctetByOctet() throws IOException {
    try (TestClient client = greeted().bytewise()) {
      client.line("ECHO split");
      client.expect("OK split");
      client.line("LIT 5");
      client.expect("+ go");
      client.send("ab\r\nc tail\r\n");
      client.expectPrefix("OK 5 ");
    }
  }

  @Test
  void tenThousandPipelinedCommandsAreAnsweredInOrder() throws Exception {
    int count = 10_000;
    try (TestClient client = greeted()) {
      StringBuilder commands = new StringBuilder();
      IntStream.range(0, count).forEach(i -> commands.append("ECHO ").append(i).append("\r\n"));
      Thread sender =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      client.send(commands.toString());
                    } catch (IOException e) {
                      throw new java.io.UncheckedIOException(e);
                    }
                  });
      for (int i = 0; i < count; i++) {
        client.expect("OK " + i);
      }
      sender.join();
    }
  }

  @Test
  void pipelinedOctetsAreReadInTheRightMode() throws IOException {
    try (TestClient client = greeted()) {
      client.send(
          "LIT 8\r\nECHO x\r\n rest\r\nDATA\r\nECHO y\r\n..\r\n.\r\nECHO z\r\nREFUSE 7\r\nECHO q\nECHO w\r\n");
      client.expect("+ go");
      client.expectPrefix("OK 8 ");
      client.expect("354");
      client.expect("250 11 false false"); // "ECHO y", CRLF, one dot, CRLF
      client.expect("OK z");
      client.expect("NO");
      client.expect("OK w");
    }
  }

  @Test
  void onlyCrLfDotCrLfEndsData() throws IOException {
    try (TestClient client = greeted()) {
      client.line("DATA");
      client.expect("354");
      client.send("a\n.\nECHO 1\r\n\n.\r\nECHO 2\r\n.\nECHO 3\r\n.\rECHO 4\r\n\r.\r\n");
      client.send(".\r\n");
      client.expectPrefix("250 ");
      client.line("ECHO end");
      client.expect("OK end");
    }
  }

  @Test
  void bigLiteralsPassInBothDirections() throws IOException {
    int length = 5_000_000;
    byte[] content = new byte[length];
    long sum = 0;
    for (int i = 0; i < length; i++) {
      content[i] = (byte) (i * 7);
      sum = sum * 31 + content[i];
    }
    try (TestClient client = greeted()) {
      client.line("LIT " + length);
      client.expect("+ go");
      client.send(content);
      client.line(" x");
      client.expect("OK " + length + " " + sum + " [ x]");
      client.line("BIG " + length);
      assertEquals(length, client.read(length).length);
      client.expect("OK");
    }
  }

  @Test
  void aClientThatDoesNotReadIsNotBufferedFor() throws Exception {
    try (TestClient client = greeted()) {
      client.line("BIG 200000000");
      await().until(() -> !toy.connections.getFirst().channel().isWritable());
      // What waits inside the process stays below a chunk over the high-water mark, however much is
      // to come.
      long waiting =
          toy.connections.getFirst().channel().unsafe().outboundBuffer().totalPendingWriteBytes();
      assertTrue(waiting < 1_000_000, "buffered " + waiting);
      long sent = toy.connections.getFirst().output().sent();
      assertTrue(sent < 100_000_000, "sent " + sent);
    }
    await().until(() -> toy.events.contains("ended"));
  }

  @Test
  void aServerThatIsBusyDoesNotReadOn() throws Exception {
    try (TestClient client = greeted()) {
      client.line("WAIT");
      await().until(() -> toy.events.contains("waiting"));
      Thread sender =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      client.send(
                          "ECHO ....................................................\r\n"
                              .repeat(500_000));
                    } catch (IOException _) {
                      // Closed below.
                    }
                  });
      await().until(() -> !toy.connections.getFirst().channel().config().isAutoRead());
      assertTrue(toy.connections.getFirst().queue().received() < 1_000_000);
      toy.gate.countDown();
      client.expect("OK waited");
      for (int i = 0; i < 1000; i++) {
        client.expectPrefix("OK ...");
      }
      client.close();
      sender.join();
    }
  }

  @Test
  void overLongLinesAreRefusedAndSkipped() throws IOException {
    restart(new Toy(SessionLimits.DEFAULT.withLineLength(100)));
    try (TestClient client = greeted()) {
      client.line("ECHO " + "x".repeat(95));
      client.expect("OK " + "x".repeat(95));
      client.line("ECHO " + "x".repeat(96));
      client.expect("TOO LONG");
      client.line("y".repeat(1_000_000));
      client.expect("TOO LONG");
      client.line("ECHO still here");
      client.expect("OK still here");
      client.line("y".repeat(101));
      client.expect("TOO LONG");
      client.expectClosed();
    }
  }

  @Test
  void failuresAreAnsweredAndSurvived() throws IOException {
    try (TestClient client = greeted()) {
      client.line("BOOM");
      client.expect("FAILED 13");
      client.send("LITBOOM 7\r\nECHO 1\nECHO 2\r\n");
      client.expect("FAILED 13");
      client.expect("OK 2");
    }
    assertEquals(2, server.registry().get("posthorn.session.failures").counter().count());
  }

  @Test
  void tasksAndTimersRunBetweenCommands() throws IOException {
    try (TestClient client = greeted()) {
      client.line("TIMER");
      client.expect("* tick");
      Connection connection = toy.connections.getFirst();
      connection.post(() -> connection.output().ascii("* posted\r\n"));
      client.expect("* posted");
    }
  }

  @Test
  void aHalfClosedClientStillGetsItsAnswers() throws IOException {
    try (TestClient client = greeted()) {
      client.send("ECHO 1\r\nECHO 2\r\n");
      client.finishSending();
      client.expect("OK 1");
      client.expect("OK 2");
      client.expectClosed();
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void lastWordsReachSlowReaders(boolean tls) throws Exception {
    int length = 20_000_000;
    try (TestClient client = tls ? server.connectTls() : server.connect()) {
      client.expect("HELLO 127.0.0.1");
      client.send("BIG " + length + "\r\nQUIT\r\n");
      // The session is over while most of it still waits to be read.
      await().until(() -> toy.connections.getFirst().output().sent() > 100_000);
      client.send("ECHO never read\r\n".repeat(1000));
      assertEquals(length, client.read(length).length);
      client.expect("OK");
      client.expect("BYE");
      client.expectClosed();
    }
    await().until(() -> server.transport().connections() == 0);
  }

  @Test
  void silentClientsAreSentAway() throws IOException {
    restart(new Toy(SessionLimits.DEFAULT.withTimeouts(timeouts(LONG, SHORT, LONG, LONG))));
    try (TestClient client = greeted()) {
      client.expect("BYE IDLE");
      client.expectClosed();
    }
  }

  @Test
  void clientsThatDoNotLogInAreSentAway() throws IOException {
    SessionLimits limits = SessionLimits.DEFAULT.withTimeouts(timeouts(SHORT, LONG, LONG, LONG));
    restart(new Toy(limits, true, java.util.Optional.empty()));
    try (TestClient client = greeted()) {
      client.expect("BYE LOGIN_TIMEOUT");
      client.expectClosed();
    }
  }

  @Test
  void tricklingALineDoesNotKeepTheConnection() throws Exception {
    restart(new Toy(SessionLimits.DEFAULT.withTimeouts(timeouts(LONG, LONG, SHORT, LONG))));
    try (TestClient client = greeted()) {
      client.send("ECHO ");
      Thread trickle =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      while (true) {
                        client.send("x");
                        Thread.sleep(10);
                      }
                    } catch (IOException | InterruptedException _) {
                      // Sent away.
                    }
                  });
      client.expect("BYE TOO_SLOW");
      client.close();
      trickle.join();
    }
  }

  @Test
  void contentThatDoesNotComeEndsTheSession() throws IOException {
    restart(new Toy(SessionLimits.DEFAULT.withTimeouts(timeouts(LONG, LONG, LONG, SHORT))));
    try (TestClient client = greeted()) {
      client.line("LIT 100");
      client.expect("+ go");
      client.send("only this");
      client.expect("BYE TOO_SLOW");
      client.expectClosed();
    }
    await().until(() -> toy.events.contains("ended"));
  }

  @Test
  void writersGiveUpOnClientsThatNeverRead() throws IOException {
    Timeouts impatient = new Timeouts(LONG, LONG, LONG, LONG, SHORT, LONG);
    restart(new Toy(SessionLimits.DEFAULT.withTimeouts(impatient)));
    try (TestClient client = greeted()) {
      client.line("BIG 200000000");
      await().until(() -> toy.events.contains("ended"));
      await().until(() -> server.transport().connections() == 0);
    }
  }

  @Test
  void commandsAreSlowedDownToTheirRate() throws IOException {
    restart(new Toy(SessionLimits.DEFAULT.withRates(new Rates(0, 0, 20))));
    try (TestClient client = greeted()) {
      long begun = System.nanoTime();
      client.send("ECHO 1\r\n".repeat(30));
      for (int i = 0; i < 30; i++) {
        client.expect("OK 1");
      }
      assertTrue(System.nanoTime() - begun > Duration.ofMillis(300).toNanos());
    }
  }

  @Test
  void drainingTellsIdleSessionsAndLetsCommandsFinish() throws Exception {
    try (TestClient idle = greeted();
        TestClient busy = greeted()) {
      busy.send("WAIT\r\nECHO never run\r\n");
      await().until(() -> toy.events.contains("waiting"));
      Thread drain =
          Thread.ofVirtual().start(() -> server.transport().drain(Duration.ofSeconds(20)));
      idle.expect("BYE SHUTDOWN");
      idle.expectClosed();
      toy.gate.countDown();
      busy.expect("OK waited");
      busy.expect("BYE SHUTDOWN");
      busy.expectClosed();
      idle.close();
      busy.close();
      drain.join();
      assertEquals(0, server.transport().connections());
    }
  }

  @Test
  void drainingCutsOffAtTheDeadline() throws Exception {
    try (TestClient busy = greeted()) {
      busy.line("WAIT");
      await().until(() -> toy.events.contains("waiting"));
      assertEquals(1, server.transport().drain(Duration.ofMillis(50)));
      busy.expectClosed();
      toy.gate.countDown();
    }
  }

  @Test
  void idleConnectionsHaveNoThreadAndNoBuffers() throws Exception {
    try (TestClient client = greeted()) {
      client.line("ECHO 1");
      client.expect("OK 1");
      Connection connection = toy.connections.getFirst();
      await().until(() -> connection.loop().isIdle());
      assertTrue(connection.queue().isEmpty());
    }
  }

  @Test
  void worksWithoutNativeParts() throws IOException {
    try (TestServer plainJava = TestServer.startWithoutNatives(new Toy());
        TestClient client = plainJava.connectTls()) {
      client.expect("HELLO 127.0.0.1");
      client.line("BIG 3000000");
      assertEquals(3_000_000, client.read(3_000_000).length);
      client.expect("OK");
      client.line(
          "ECHO " + new String("ä".getBytes(StandardCharsets.UTF_8), StandardCharsets.ISO_8859_1));
      client.expectPrefix("OK ");
    }
  }
}
