package org.posthorn.server.e2e;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// `posthorn serve` in a process of its own, with a configuration on free loopback ports; it can be
/// killed and started again.
final class ServedDaemon implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path directory;
  private final Path config;
  private final int smtp;
  private final int imap;
  private final int pop3;
  private Optional<Process> process = Optional.empty();

  private ServedDaemon(Path directory, String storage) throws IOException {
    this.directory = Files.createDirectories(directory);
    int[] ports = freePorts(3);
    this.smtp = ports[0];
    this.imap = ports[1];
    this.pop3 = ports[2];
    this.config = Files.writeString(directory.resolve("posthorn.toml"), text(storage));
  }

  /// @param storage the sections of the configuration that say where the mail is, and others
  static ServedDaemon prepare(Path directory, String storage) throws IOException {
    return new ServedDaemon(directory, storage);
  }

  private String text(String storage) {
    return """
        [server]
        hostname = "mail.example.test"
        shutdown-deadline = "10s"
        data-dir = "data"
        [authentication]
        allow-plaintext-login = true
        failed-login-delay = "0s"
        argon2-memory = "1MB"
        argon2-iterations = 1
        [[listener]]
        name = "smtp"
        protocol = "smtp"
        address = "127.0.0.1"
        port = %d
        tls = "none"
        [[listener]]
        name = "imap"
        protocol = "imap"
        address = "127.0.0.1"
        port = %d
        tls = "none"
        [[listener]]
        name = "pop3"
        protocol = "pop3"
        address = "127.0.0.1"
        port = %d
        tls = "none"
        [log]
        format = "json"
        %s%s
        """
        .formatted(
            smtp,
            imap,
            pop3,
            storage.contains("[metrics]") ? "" : "[metrics]\nenabled = false\n",
            storage);
  }

  /// Starts it and waits until it serves.
  ServedDaemon start() throws IOException {
    begin();
    awaitReady();
    return this;
  }

  /// Starts it.
  void begin() throws IOException {
    List<String> command = new ArrayList<>(DaemonProcess.javaCommand());
    command.addAll(List.of("serve", "--config", config.toString()));
    process =
        Optional.of(
            new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log().toFile()))
                .start());
  }

  /// Waits until it serves.
  void awaitReady() {
    await().atMost(PATIENCE).pollInterval(Duration.ofMillis(50)).until(this::serves);
  }

  private boolean serves() throws IOException {
    if (!process.orElseThrow().isAlive()) {
      throw new IllegalStateException("the daemon ended:\n" + Files.readString(log()));
    }
    try (Wire _ = new Wire(pop3)) {
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  private Path log() {
    return directory.resolve("log");
  }

  String output() throws IOException {
    return Files.readString(log(), StandardCharsets.UTF_8);
  }

  /// Runs an administrator's command with its configuration.
  DaemonProcess.Ended run(String... words) throws Exception {
    List<String> all = new ArrayList<>(List.of(words));
    all.addAll(List.of("--config", config.toString()));
    return DaemonProcess.run(all.toArray(String[]::new));
  }

  int smtp() {
    return smtp;
  }

  int imap() {
    return imap;
  }

  int pop3() {
    return pop3;
  }

  /// Ends it with SIGKILL.
  void kill() throws InterruptedException {
    process.orElseThrow().destroyForcibly().waitFor();
  }

  @Override
  public void close() throws Exception {
    process.orElseThrow().destroy();
    if (!process.orElseThrow().waitFor(30, TimeUnit.SECONDS)) {
      process.orElseThrow().destroyForcibly();
      throw new IllegalStateException("the daemon did not stop at SIGTERM:\n" + output());
    }
  }

  static int[] freePorts(int count) throws IOException {
    List<ServerSocket> sockets = new ArrayList<>();
    try {
      for (int i = 0; i < count; i++) {
        sockets.add(new ServerSocket(0, 1, InetAddress.getByName(DaemonProcess.HOST)));
      }
      return sockets.stream().mapToInt(ServerSocket::getLocalPort).toArray();
    } finally {
      for (ServerSocket socket : sockets) {
        socket.close();
      }
    }
  }
}
