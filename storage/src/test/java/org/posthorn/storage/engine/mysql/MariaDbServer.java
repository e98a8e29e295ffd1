package org.posthorn.storage.engine.mysql;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;

/// A private MariaDB server on loopback with an empty data directory of its own, up after two to
/// four seconds. Most tests share one, see [DatabaseServer#shared()]; those that stop it start
/// their own.
public final class MariaDbServer implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Path directory;
  private final int port;
  private final DatabaseServer server;
  private final List<String> more;
  private Process process;

  private MariaDbServer(Path directory, int port, List<String> more, List<String> once)
      throws IOException {
    this.directory = directory;
    this.port = port;
    this.server = DatabaseServer.local(port);
    this.more = more;
    install();
    this.process = launch(once);
  }

  /// Whether the binaries are there.
  public static boolean available() {
    return binary("mariadbd").isPresent() && binary("mariadb-install-db").isPresent();
  }

  private static Optional<Path> binary(String name) {
    return Stream.of("/usr/sbin", "/usr/bin", "/usr/local/bin")
        .map(folder -> Path.of(folder, name))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /// One for all tests of this JVM; it ends with the JVM.
  static DatabaseServer ofThisJvm() {
    MariaDbServer own = start(List.of("--innodb-flush-log-at-trx-commit=0"));
    Runtime.getRuntime().addShutdownHook(new Thread(own::close));
    return own.server;
  }

  /// One for tests that stop it.
  public static MariaDbServer start() {
    return start(List.of());
  }

  private static MariaDbServer start(List<String> more) {
    try {
      Path directory = Files.createTempDirectory("posthorn-mariadb");
      MariaDbServer server = new MariaDbServer(directory, freePort(), more, List.of());
      server.awaitUp();
      return server;
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      return socket.getLocalPort();
    }
  }

  private static boolean root() {
    return System.getProperty("user.name", "").equals("root");
  }

  private void install() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(binary("mariadb-install-db").orElseThrow().toString());
    command.addAll(List.of("--no-defaults", "--datadir=" + data()));
    command.addAll(List.of("--auth-root-authentication-method=normal", "--skip-test-db"));
    if (root()) {
      Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwxrwxrwx"));
      command.add("--user=mysql");
    }
    run(command);
  }

  /// With a folder of its own for temporary tables: a server that starts deletes all that it finds.
  private ProcessBuilder process(List<String> command) {
    ProcessBuilder builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().put("TMPDIR", directory.toString());
    return builder;
  }

  private Path data() {
    return directory.resolve("data");
  }

  private void run(List<String> command) throws IOException {
    Path log = directory.resolve("install.log");
    Process running = process(command).redirectOutput(log.toFile()).start();
    try {
      if (!running.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS) || running.exitValue() != 0) {
        running.destroyForcibly();
        throw new IOException(command.getFirst() + " failed: " + Files.readString(log));
      }
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new IOException(interrupted);
    }
  }

  private Process launch(List<String> once) throws IOException {
    List<String> command = new ArrayList<>();
    command.add(binary("mariadbd").orElseThrow().toString());
    command.addAll(
        List.of(
            "--no-defaults",
            "--datadir=" + data(),
            "--socket=" + data().resolve("s"),
            "--pid-file=" + data().resolve("pid"),
            "--port=" + port,
            "--bind-address=127.0.0.1",
            "--skip-name-resolve",
            "--skip-log-bin",
            // The driver asks servers of 8.0 for variables that MariaDB lacks.
            "--version=5.7.19-MariaDB",
            "--character-set-server=utf8mb4",
            "--transaction-isolation=READ-COMMITTED",
            "--max-allowed-packet=64M",
            "--innodb-buffer-pool-size=128M",
            "--innodb-log-file-size=64M",
            "--innodb-flush-log-at-trx-commit=1",
            "--innodb-doublewrite=0"));
    if (root()) {
      command.add("--user=mysql");
    }
    command.addAll(more);
    command.addAll(once);
    return process(command)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("log").toFile()))
        .start();
  }

  /// One that is to be a node of a cluster; it is started, and not waited for.
  static MariaDbServer begin(List<String> more, List<String> once) {
    try {
      Path directory = Files.createTempDirectory("posthorn-mariadb");
      return new MariaDbServer(directory, freePort(), more, once);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  void awaitUp() {
    awaitUp(PATIENCE);
  }

  private void awaitUp(Duration patience) {
    Awaitility.await("MariaDB")
        .atMost(patience)
        .pollInterval(Duration.ofMillis(50))
        .until(this::up);
  }

  private boolean up() {
    if (!process.isAlive()) {
      throw new IllegalStateException("mariadbd ended, see " + directory.resolve("log"));
    }
    try (Connection connection = server.connect("")) {
      return connection.isValid(1);
    } catch (SQLException _) {
      return false;
    }
  }

  /// What takes databases.
  public DatabaseServer server() {
    return server;
  }

  public int port() {
    return port;
  }

  /// Ends it at once, as a power failure would.
  public void kill() {
    process.destroyForcibly();
    await();
  }

  /// Stops it in its tracks: connections stay and new ones can be made, nothing answers.
  public void freeze() {
    signal("-STOP");
  }

  /// Lets it go on.
  public void thaw() {
    signal("-CONT");
  }

  private void signal(String name) {
    try {
      int _ = new ProcessBuilder("kill", name, "" + process.pid()).start().waitFor();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Starts it again on its data.
  public void restart() {
    restart(PATIENCE);
  }

  void restart(Duration patience) {
    try {
      process = launch(List.of());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    awaitUp(patience);
  }

  /// The value of a status variable; empty where the server does not answer.
  String status(String variable) {
    try (Connection connection = server.connect("");
        Statement statement = connection.createStatement();
        var found = statement.executeQuery("SHOW STATUS LIKE '" + variable + "'")) {
      return found.next() ? found.getString(2) : "";
    } catch (SQLException _) {
      return "";
    }
  }

  private void await() {
    try {
      process.waitFor();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    process.destroyForcibly();
    await();
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
