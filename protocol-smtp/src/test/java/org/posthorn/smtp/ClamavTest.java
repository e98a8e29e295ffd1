package org.posthorn.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The virus scanner, played by a server that speaks clamd's INSTREAM over a real socket.
class ClamavTest {
  @TempDir Path directory;

  /// Answers each stream with what its content asks for; hangs up where that is nothing.
  private static final class Scanner implements AutoCloseable {
    final ServerSocket server;
    final BlockingQueue<String> scanned = new LinkedBlockingQueue<>();
    private final Map<String, String> answers;

    Scanner(Map<String, String> answers) throws IOException {
      this.answers = answers;
      server = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
      Thread.ofVirtual().start(this::serve);
    }

    private void serve() {
      try {
        while (true) {
          Socket client = server.accept();
          Thread.ofVirtual().start(() -> answer(client));
        }
      } catch (IOException _) {
        // Closed.
      }
    }

    private void answer(Socket socket) {
      try (socket) {
        DataInputStream in = new DataInputStream(socket.getInputStream());
        assertEquals("zINSTREAM\0", new String(in.readNBytes(10), StandardCharsets.US_ASCII));
        StringBuilder text = new StringBuilder();
        for (int length = in.readInt(); length > 0; length = in.readInt()) {
          text.append(new String(in.readNBytes(length), StandardCharsets.ISO_8859_1));
        }
        scanned.add(text.toString());
        for (Map.Entry<String, String> answer : answers.entrySet()) {
          if (text.indexOf(answer.getKey()) >= 0) {
            socket.getOutputStream().write(answer.getValue().getBytes(StandardCharsets.US_ASCII));
          }
        }
      } catch (IOException _) {
        // The check hung up.
      }
    }

    @Override
    public void close() throws IOException {
      server.close();
    }
  }

  private SmtpFixture open(int port, String more) throws IOException {
    return SmtpFixture.forStrangers(
        directory,
        "checks = [\"clamav\"]\n[inbound.clamav]\naddress = \"127.0.0.1:" + port + "\"\n" + more);
  }

  private static void send(SmtpClient client, String body, String answer) throws IOException {
    client
        .say("MAIL FROM:<a@other.test>", "250 ")
        .say("RCPT TO:<alice@example.test>", "250 ")
        .say("DATA", "354 ")
        .raw("Subject: x\r\n\r\n" + body + "\r\n.\r\n")
        .expect(answer);
  }

  @Test
  void malwareIsRefusedAndTheRestPasses() throws Exception {
    Map<String, String> answers =
        Map.of(
            "good", "stream: OK\0",
            "bad", "stream: Evil\r\n250 Thing FOUND\0",
            "odd", "INSTREAM size limit exceeded. ERROR\0",
            "endless", "x".repeat(10_000));
    try (Scanner scanner = new Scanner(answers);
        SmtpFixture smtp = open(scanner.server.getLocalPort(), "max-size = \"100KB\"\n");
        SmtpClient client = smtp.relay().hello()) {
      send(client, "good", "250 ");
      assertEquals("Subject: x\r\n\r\ngood\r\n", scanner.scanned.poll(10, TimeUnit.SECONDS));
      send(client, "bad", "554 5.7.1 The message holds malware");
      send(client, "odd", "451 4.3.0");
      send(client, "endless", "451 4.3.0");
      send(client, "nothing", "451 4.3.0");
      send(client, ("bad" + "y".repeat(70) + "\r\n").repeat(2_000), "250 ");
      send(client, "good", "250 ");
      assertEquals(
          3.0,
          smtp.metrics
              .get("posthorn.inbound.backend.failures")
              .tag("backend", "clamav")
              .counter()
              .count());
    }
  }

  @Test
  void whileItIsDownMailPassesOrWaits() throws IOException {
    int nobody;
    try (ServerSocket closed = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      nobody = closed.getLocalPort();
    }
    try (SmtpFixture smtp = open(nobody, "on-failure = \"accept\"\n");
        SmtpClient client = smtp.relay().hello()) {
      send(client, "x", "250 ");
    }
    try (SmtpFixture smtp = open(nobody, "");
        SmtpClient client = smtp.relay().hello()) {
      send(client, "x", "451 4.3.0");
    }
  }

  @Test
  void oneThatNeverAnswersIsNotWaitedForLong() throws IOException {
    // Nobody accepts: the connection stands, and stays silent.
    try (ServerSocket silent = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        SmtpFixture smtp = open(silent.getLocalPort(), "timeout = \"1s\"\n");
        SmtpClient client = smtp.relay().hello()) {
      send(client, "x", "451 4.3.0");
    }
  }
}
