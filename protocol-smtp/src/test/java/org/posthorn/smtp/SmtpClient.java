package org.posthorn.smtp;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import org.posthorn.protocol.testing.TestClient;

/// A client that says what it is told, reads whole replies and compares their codes.
final class SmtpClient implements AutoCloseable {
  private final TestClient client;

  SmtpClient(TestClient client) {
    this.client = client;
  }

  /// Begins TLS on this connection.
  SmtpClient secure() throws IOException {
    client.startTls();
    return this;
  }

  /// Sends octets as they are.
  SmtpClient raw(byte[] octets) throws IOException {
    client.send(octets);
    return this;
  }

  /// Sends a text as it is, in UTF-8.
  SmtpClient raw(String text) throws IOException {
    return raw(text.getBytes(StandardCharsets.UTF_8));
  }

  /// Sends a line and expects a reply that begins so.
  SmtpClient say(String line, String expected) throws IOException {
    raw(line + "\r\n");
    return expect(expected);
  }

  /// Expects a reply whose last line begins so.
  SmtpClient expect(String expected) throws IOException {
    String reply = reply();
    String last = reply.substring(reply.lastIndexOf('\n') + 1);
    assertTrue(last.startsWith(expected), "expected " + expected + ", got: " + reply);
    return this;
  }

  /// Expects the connection to be closed.
  void expectEnd() throws IOException {
    client.expectClosed();
  }

  /// The next reply, its lines parted by line feeds.
  String reply() throws IOException {
    StringBuilder reply = new StringBuilder();
    while (true) {
      String line = client.readLine();
      reply.append(line);
      if (line.length() < 4 || line.charAt(3) != '-') {
        return reply.toString();
      }
      reply.append('\n');
    }
  }

  /// Waits for the greeting and says EHLO.
  SmtpClient hello() throws IOException {
    return expect("220 ").say("EHLO client.test", "250 ");
  }

  /// Logs in with PLAIN.
  SmtpClient login(String user) throws IOException {
    String plain = "\0" + user + "\0" + Town.PASSWORD;
    return say("AUTH PLAIN " + base64(plain), "235 2.7.0");
  }

  static String base64(String text) {
    return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public void close() throws IOException {
    client.close();
  }
}
