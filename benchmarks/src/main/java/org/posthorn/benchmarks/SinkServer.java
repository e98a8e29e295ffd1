package org.posthorn.benchmarks;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.concurrent.atomic.LongAdder;

/// An SMTP server on a free port of loopback that takes every message and forgets it.
final class SinkServer implements AutoCloseable {
  private static final int BACKLOG = 1024;
  private static final int MAX_LINE = 4096;

  private final ServerSocket socket;
  private final LongAdder messages = new LongAdder();
  private final LongAdder connections = new LongAdder();

  SinkServer() throws IOException {
    socket = new ServerSocket(0, BACKLOG, InetAddress.getLoopbackAddress());
    Thread.ofPlatform().name("sink").daemon().start(this::accept);
  }

  int port() {
    return socket.getLocalPort();
  }

  /// Messages taken.
  long messages() {
    return messages.sum();
  }

  long connections() {
    return connections.sum();
  }

  private void accept() {
    try {
      while (true) {
        Socket client = socket.accept();
        connections.increment();
        Thread.ofVirtual().start(() -> serve(client));
      }
    } catch (IOException _) {
      // Closed.
    }
  }

  private void serve(Socket client) {
    try (client) {
      client.setTcpNoDelay(true);
      InputStream in = new BufferedInputStream(client.getInputStream(), 16 << 10);
      OutputStream out = client.getOutputStream();
      say(out, "220 sink.test ESMTP");
      for (String line = line(in); !line.isEmpty(); line = line(in)) {
        String verb = line.substring(0, Math.min(4, line.length())).toUpperCase(Locale.ROOT);
        switch (verb) {
          case "EHLO" -> say(out, "250-sink.test\r\n250-PIPELINING\r\n250 8BITMIME");
          case "DATA" -> {
            say(out, "354 go on");
            skipMessage(in);
            messages.increment();
            say(out, "250 taken");
          }
          case "QUIT" -> {
            say(out, "221 bye");
            return;
          }
          default -> say(out, "250 ok");
        }
      }
    } catch (IOException _) {
      // The client is gone.
    }
  }

  private static void say(OutputStream out, String reply) throws IOException {
    out.write((reply + "\r\n").getBytes(StandardCharsets.US_ASCII));
  }

  /// A line without its end; empty at the end of the stream.
  private static String line(InputStream in) throws IOException {
    StringBuilder line = new StringBuilder();
    for (int c = in.read(); c >= 0 && c != '\n' && line.length() < MAX_LINE; c = in.read()) {
      line.append((char) c);
    }
    return line.toString().strip();
  }

  private static void skipMessage(InputStream in) throws IOException {
    String end = "\r\n.\r\n";
    int matched = 2; // an empty message ends at once
    for (int c = in.read(); c >= 0; c = in.read()) {
      matched = c == end.charAt(matched) ? matched + 1 : c == '\r' ? 1 : 0;
      if (matched == end.length()) {
        return;
      }
    }
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
