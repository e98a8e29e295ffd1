package org.posthorn.smtp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;

/// A client that sends what it is told and compares what comes back.
final class SmtpClient implements AutoCloseable {
  private static final int TIMEOUT = 20_000;

  private Socket socket;
  private InputStream in;
  private OutputStream out;

  private SmtpClient(Socket socket) throws IOException {
    this.socket = socket;
    socket.setSoTimeout(TIMEOUT);
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
  }

  static SmtpClient connect(InetSocketAddress address) throws IOException {
    return new SmtpClient(new Socket(address.getAddress(), address.getPort()));
  }

  static SmtpClient connectTls(InetSocketAddress address) throws IOException {
    Socket plain = new Socket(address.getAddress(), address.getPort());
    return new SmtpClient(secure(plain));
  }

  /// Begins TLS on this connection.
  SmtpClient secure() throws IOException {
    socket = secure(socket);
    in = new BufferedInputStream(socket.getInputStream());
    out = socket.getOutputStream();
    return this;
  }

  private static SSLSocket secure(Socket plain) throws IOException {
    try {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {new TrustAll()}, null);
      SSLSocket socket =
          (SSLSocket) context.getSocketFactory().createSocket(plain, "mx.example.test", 25, true);
      socket.startHandshake();
      return socket;
    } catch (GeneralSecurityException e) {
      throw new IOException(e);
    }
  }

  /// Sends octets as they are.
  SmtpClient raw(byte[] octets) throws IOException {
    out.write(octets);
    out.flush();
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
    assertEquals("", line());
  }

  /// The next reply, its lines parted by line feeds.
  String reply() throws IOException {
    StringBuilder reply = new StringBuilder();
    while (true) {
      String line = line();
      reply.append(line);
      if (line.length() < 4 || line.charAt(3) != '-') {
        return reply.toString();
      }
      reply.append('\n');
    }
  }

  private String line() throws IOException {
    ByteArrayOutputStream line = new ByteArrayOutputStream();
    int octet;
    while ((octet = in.read()) >= 0 && octet != '\n') {
      if (octet != '\r') {
        line.write(octet);
      }
    }
    return line.toString(StandardCharsets.ISO_8859_1);
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
    socket.close();
  }

  private static final class TrustAll implements X509TrustManager {
    @Override
    public void checkClientTrusted(X509Certificate[] chain, String type) {}

    @Override
    public void checkServerTrusted(X509Certificate[] chain, String type) {}

    @Override
    public X509Certificate[] getAcceptedIssuers() {
      return new X509Certificate[0];
    }
  }
}
