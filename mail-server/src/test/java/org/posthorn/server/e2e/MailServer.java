package org.posthorn.server.e2e;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/// A mail server that others wrote, on a loopback address of its own and in a directory of its own.
/// It takes mail for everybody but `nobody` in its domain, and from loopback for `example.test`,
/// which it brings to the daemon under test.
abstract class MailServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private final String domain;
  private final String address;
  private final int port;
  private final Path home;

  MailServer(String domain, String address, int port) throws IOException {
    this.domain = domain;
    this.address = address;
    this.port = port;
    this.home = Files.createTempDirectory("posthorn-" + domain);
    Files.setPosixFilePermissions(home, PosixFilePermissions.fromString("rwxr-xr-x"));
    makeCertificate();
  }

  /// By OpenSSL, as an administrator of such a server would.
  private void makeCertificate() throws IOException {
    Process process =
        new ProcessBuilder(
                "openssl",
                "req",
                "-x509",
                "-newkey",
                "rsa:2048",
                "-nodes",
                "-days",
                "2",
                "-subj",
                "/CN=mx." + domain,
                "-keyout",
                home.resolve("key.pem").toString(),
                "-out",
                home.resolve("cert.pem").toString())
            .redirectErrorStream(true)
            .redirectOutput(home.resolve("openssl").toFile())
            .start();
    try {
      if (process.waitFor() != 0) {
        throw new IOException(Files.readString(home.resolve("openssl")));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException(e);
    }
  }

  /// A port that is free on all these addresses.
  static int freePort(String... addresses) throws IOException {
    for (int attempt = 0; attempt < 100; attempt++) {
      int port;
      try (ServerSocket free = new ServerSocket(0, 1, InetAddress.ofLiteral(addresses[0]))) {
        port = free.getLocalPort();
      }
      if (Stream.of(addresses).allMatch(one -> isFree(one, port))) {
        return port;
      }
    }
    throw new IOException("no free port");
  }

  private static boolean isFree(String address, int port) {
    try (ServerSocket _ = new ServerSocket(port, 1, InetAddress.ofLiteral(address))) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /// Whether such a server can be run here.
  static boolean isRoot() {
    return "root".equals(System.getProperty("user.name"));
  }

  String domain() {
    return domain;
  }

  String address() {
    return address;
  }

  int port() {
    return port;
  }

  Path home() {
    return home;
  }

  /// Where its log is.
  abstract Path log();

  /// The directory of new mail, in the form of a Maildir.
  abstract Path newMail();

  /// What its log says of a message that came by TLS and in chunks.
  abstract String secureChunks();

  void awaitListening() {
    await().atMost(PATIENCE).until(this::listens);
  }

  private boolean listens() {
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress(address, port), 1_000);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  /// Waits until a message with this text is there; octets become chars one by one.
  String message(String text) {
    return await().atMost(PATIENCE).until(() -> find(text), Optional::isPresent).orElseThrow();
  }

  private Optional<String> find(String text) throws IOException {
    if (!Files.isDirectory(newMail())) {
      return Optional.empty();
    }
    try (Stream<Path> files = Files.list(newMail())) {
      for (Path file : files.toList()) {
        String mail = Files.readString(file, ISO_8859_1);
        if (mail.contains(text)) {
          return Optional.of(mail);
        }
      }
    }
    return Optional.empty();
  }

  /// Waits until a line of the log fits.
  void awaitLog(String pattern) throws IOException {
    try {
      await().atMost(PATIENCE).until(() -> logged(pattern));
    } catch (ConditionTimeoutException e) {
      throw new AssertionError(
          "not in the log: " + pattern + "\n" + Files.readString(log(), ISO_8859_1), e);
    }
  }

  private boolean logged(String pattern) throws IOException {
    return Files.readString(log(), ISO_8859_1)
        .lines()
        .anyMatch(line -> line.matches(".*(" + pattern + ").*"));
  }

  void deleteHome() throws IOException {
    try (Stream<Path> files = Files.walk(home)) {
      files.sorted(Comparator.reverseOrder()).forEach(path -> path.toFile().delete());
    }
  }

  @Override
  public abstract void close() throws IOException;
}
