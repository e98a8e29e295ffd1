package org.posthorn.server.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.awaitility.Awaitility;

/// An SMTP server on loopback that takes every message and keeps it; it can let its clients wait.
/// Thread-safe.
final class Sink implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(40);

  private final ServerSocket socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final List<Mail> mails = new CopyOnWriteArrayList<>();
  private volatile CountDownLatch gate = new CountDownLatch(0);

  /// What came; octets became chars one by one.
  record Mail(String sender, String recipient, String message) {}

  Sink() throws IOException {
    Thread.ofVirtual().start(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  /// Waits until a message with this text is there.
  Mail await(String text) {
    return Awaitility.await()
        .atMost(PATIENCE)
        .until(
            () -> mails.stream().filter(mail -> mail.message().contains(text)).findFirst(),
            Optional::isPresent)
        .orElseThrow();
  }

  /// All that came.
  List<Mail> mails() {
    return List.copyOf(mails);
  }

  /// Leaves every `MAIL` without an answer until [#letGo].
  void hold() {
    gate = new CountDownLatch(1);
  }

  void letGo() {
    gate.countDown();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = socket.accept();
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException _) {
      // closed
    }
  }

  private void serve(Socket accepted) {
    try (Socket client = accepted) {
      BufferedReader in =
          new BufferedReader(new InputStreamReader(client.getInputStream(), ISO_8859_1));
      OutputStream out = client.getOutputStream();
      say(out, "220 sink.test ESMTP");
      String sender = "";
      String recipient = "";
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String verb = line.substring(0, Math.min(4, line.length())).toUpperCase(Locale.ROOT);
        switch (verb) {
          case "MAIL" -> {
            gate.await();
            sender = path(line);
          }
          case "RCPT" -> recipient = path(line);
          case "DATA" -> {
            say(out, "354 go on");
            mails.add(new Mail(sender, recipient, message(in)));
          }
          default -> {}
        }
        say(out, verb.equals("EHLO") ? "250-sink.test\r\n250 8BITMIME" : "250 ok");
      }
    } catch (IOException _) {
      // the client has gone
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static String message(BufferedReader in) throws IOException {
    StringBuilder message = new StringBuilder();
    for (String line = in.readLine(); line != null && !line.equals("."); line = in.readLine()) {
      message.append(line.startsWith(".") ? line.substring(1) : line).append("\r\n");
    }
    return message.toString();
  }

  private static String path(String line) {
    return line.substring(line.indexOf('<') + 1, line.indexOf('>'));
  }

  private static void say(OutputStream out, String reply) throws IOException {
    out.write((reply + "\r\n").getBytes(ISO_8859_1));
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
