package org.posthorn.server.e2e;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.posthorn.protocol.tls.SelfSigned;

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
    SelfSigned.create(List.of("mx." + domain), InstantSource.system())
        .write(home.resolve("cert.pem"), home.resolve("key.pem"));
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
        String mail = Files.readString(file, StandardCharsets.ISO_8859_1);
        if (mail.contains(text)) {
          return Optional.of(mail);
        }
      }
    }
    return Optional.empty();
  }

  /// Waits until a line of the log fits.
  void awaitLog(String pattern) {
    await().atMost(PATIENCE).until(() -> logged(pattern));
  }

  private boolean logged(String pattern) throws IOException {
    return Files.readString(log(), StandardCharsets.ISO_8859_1)
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
