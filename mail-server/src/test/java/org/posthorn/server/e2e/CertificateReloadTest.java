package org.posthorn.server.e2e;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.posthorn.config.read.ConfigReader;
import org.posthorn.protocol.tls.SelfSigned;
import org.posthorn.server.cli.StoreCommandRunner;
import org.posthorn.server.daemon.Daemon;

/// A certificate that is replaced on disk is taken for new connections, while sessions go on.
class CertificateReloadTest {
  @TempDir Path directory;

  @Test
  void newConnectionsGetTheNewCertificate() throws Exception {
    int port = freePort();
    SelfSigned first = writeCertificate();
    try (Daemon _ =
            Daemon.start(ConfigReader.read(config(port)).orThrow(), new StoreCommandRunner());
        Client early = new Client(port)) {
      assertEquals(first.certificate().getSerialNumber(), early.serial());

      SelfSigned second = writeCertificate();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> serialOfNewConnection(port).equals(second.certificate().getSerialNumber()));
      early.say("a CAPABILITY");
      assertTrue(early.line().startsWith("* CAPABILITY"));
      assertTrue(early.line().startsWith("a OK"));

      // Half-written files do not take the service down.
      Files.writeString(directory.resolve("key.pem"), "-----BEGIN PRIVATE KEY-----\nMIIE");
      Files.writeString(directory.resolve("cert.pem"), "nothing");
      for (int i = 0; i < 5; i++) {
        assertEquals(second.certificate().getSerialNumber(), serialOfNewConnection(port));
      }
      SelfSigned third = writeCertificate();
      await()
          .atMost(Duration.ofSeconds(30))
          .until(() -> serialOfNewConnection(port).equals(third.certificate().getSerialNumber()));
    }
  }

  private SelfSigned writeCertificate() throws IOException {
    SelfSigned made = SelfSigned.create(List.of("mail.example.org"), InstantSource.system());
    made.write(directory.resolve("cert.pem"), directory.resolve("key.pem"));
    return made;
  }

  private Path config(int port) throws IOException {
    return Files.writeString(
        directory.resolve("posthorn.toml"),
        """
        [server]
        hostname = "mail.example.org"
        data-dir = "data"
        [tls]
        reload-interval = "100ms"
        [[tls.certificate]]
        cert = "cert.pem"
        key = "key.pem"
        [[listener]]
        name = "imaps"
        protocol = "imap"
        address = "127.0.0.1"
        port = %d
        tls = "implicit"
        [metrics]
        enabled = false
        """
            .formatted(port));
  }

  private static BigInteger serialOfNewConnection(int port) throws Exception {
    try (Client client = new Client(port)) {
      return client.serial();
    }
  }

  private static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(DaemonProcess.HOST))) {
      return socket.getLocalPort();
    }
  }

  /// An IMAP connection over TLS that takes any certificate.
  private static final class Client implements AutoCloseable {
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

    private final SSLSocket socket;
    private final BufferedReader in;

    Client(int port) throws Exception {
      SSLContext context = SSLContext.getInstance("TLS");
      context.init(null, new TrustManager[] {CREDULOUS}, new SecureRandom());
      socket = (SSLSocket) context.getSocketFactory().createSocket(DaemonProcess.HOST, port);
      socket.setSoTimeout(30_000);
      in =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      assertTrue(line().startsWith("* OK"));
    }

    BigInteger serial() throws IOException {
      return ((X509Certificate) socket.getSession().getPeerCertificates()[0]).getSerialNumber();
    }

    void say(String line) throws IOException {
      socket.getOutputStream().write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    }

    String line() throws IOException {
      return String.valueOf(in.readLine());
    }

    @Override
    public void close() throws IOException {
      socket.close();
    }
  }
}
