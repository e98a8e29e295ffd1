package org.posthorn.server.e2e;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Optional;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.protocol.sasl.ScramClient;
import org.posthorn.storage.directory.ScramHash;

/// SCRAM-SHA-256 on every port, and with the channel bound to TLS (RFC 5802, RFC 7677, RFC 5929
/// §4), by a client that shares no code with the server.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ScramLoginTest {
  private static final String ALICE = "alice@example.test";
  private static final String MECHANISM = "SCRAM-SHA-256";

  private static final TrustManager CREDULOUS =
      new X509TrustManager() {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
          return new X509Certificate[0];
        }
      };

  @TempDir static Path data;

  private DaemonProcess daemon;

  /// How a protocol carries the exchange.
  ///
  /// @param before sent first
  /// @param ready how the answer to that begins
  /// @param command with the mechanism and the first message behind it
  /// @param more before a challenge
  /// @param done how success begins
  private record Carrier(String before, String ready, String command, String more, String done) {}

  private static final Carrier IMAP = new Carrier("", "* OK", "a AUTHENTICATE ", "+ ", "a OK");
  private static final Carrier POP3 = new Carrier("", "+OK", "AUTH ", "+ ", "+OK");
  private static final Carrier SMTP =
      new Carrier("EHLO client.test\r\n", "250 ", "AUTH ", "334 ", "235 ");

  @BeforeAll
  void startDaemon() throws Exception {
    daemon = DaemonProcess.start(data);
  }

  @AfterAll
  void stopDaemon() throws Exception {
    assertEquals(0, daemon.stop(), daemon.output());
  }

  @Test
  void withoutTls() throws Exception {
    login(IMAP, daemon.imap(), false);
    login(POP3, daemon.pop3(), false);
    login(SMTP, daemon.submission(), false);
  }

  /// Submission offers it only where the administrator says so.
  @Test
  void boundToTheChannel() throws Exception {
    login(IMAP, daemon.imaps(), true);
    login(POP3, daemon.pop3s(), true);
  }

  /// Another certificate than the server's, as a man in the middle would show.
  @Test
  void aForeignChannelIsRefused() throws Exception {
    try (SSLSocket socket = tls(daemon.imaps())) {
      byte[] wrong = binding(socket);
      wrong[0] ^= 1;
      String last = exchange(socket, IMAP, client("p=tls-server-end-point,,", wrong), true);
      assertTrue(last.startsWith("a NO "), last);
    }
  }

  private static ScramClient client(String header, byte[] binding) {
    return new ScramClient(ScramHash.SHA_256, ALICE, "pass", header, binding);
  }

  private static void login(Carrier carrier, int port, boolean tls) throws Exception {
    try (Socket socket = tls ? tls(port) : new Socket(DaemonProcess.HOST, port)) {
      ScramClient client =
          socket instanceof SSLSocket secure
              ? client("p=tls-server-end-point,,", binding(secure))
              : client("n,,", new byte[0]);
      String last = exchange(socket, carrier, client, tls);
      assertTrue(last.startsWith(carrier.done()), last);
    }
  }

  /// Both sides prove that they know the password.
  ///
  /// @return the last line
  private static String exchange(Socket socket, Carrier carrier, ScramClient client, boolean bound)
      throws IOException {
    BufferedReader in =
        new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.UTF_8));
    send(socket, carrier.before());
    while (!line(in).startsWith(carrier.ready())) {
      // The greeting, or a line of many.
    }
    send(
        socket,
        carrier.command() + MECHANISM + (bound ? "-PLUS " : " ") + base64(client.first()) + "\r\n");
    String challenge = line(in);
    assertTrue(challenge.startsWith(carrier.more()), challenge);
    byte[] asked = Base64.getDecoder().decode(challenge.substring(carrier.more().length()));
    send(socket, base64(client.answer(asked)) + "\r\n");
    String verifier = line(in);
    if (!verifier.startsWith(carrier.more())) {
      return verifier;
    }
    assertEquals(
        client.expectedVerifier(),
        new String(
            Base64.getDecoder().decode(verifier.substring(carrier.more().length())),
            StandardCharsets.UTF_8));
    send(socket, "\r\n");
    return line(in);
  }

  private static String line(BufferedReader in) throws IOException {
    return Optional.ofNullable(in.readLine()).orElseThrow(EOFException::new);
  }

  private static void send(Socket socket, String text) throws IOException {
    socket.getOutputStream().write(text.getBytes(StandardCharsets.UTF_8));
    socket.getOutputStream().flush();
  }

  private static String base64(byte[] bytes) {
    return Base64.getEncoder().encodeToString(bytes);
  }

  /// RFC 5929 §4.1: the certificate's hash, by SHA-256 here.
  private static byte[] binding(SSLSocket socket) throws Exception {
    byte[] certificate = socket.getSession().getPeerCertificates()[0].getEncoded();
    return MessageDigest.getInstance("SHA-256").digest(certificate);
  }

  private static SSLSocket tls(int port) throws Exception {
    SSLContext context = SSLContext.getInstance("TLS");
    context.init(null, new TrustManager[] {CREDULOUS}, null);
    SSLSocket socket =
        (SSLSocket) context.getSocketFactory().createSocket(DaemonProcess.HOST, port);
    socket.startHandshake();
    return socket;
  }
}
