package org.posthorn.storage.redis;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.posthorn.config.RedisConfig;
import org.posthorn.config.value.ByteSize;
import org.posthorn.config.value.RedisUrl;
import org.posthorn.config.value.Secret;

/// A private Redis on a free loopback port with a directory of its own, up in a blink. Where there
// is
/// no Redis it is Valkey; system property [#PROPERTY] names another binary.
public final class RedisServer implements AutoCloseable {
  static final String PROPERTY = "posthorn.redis-server";

  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Path directory;
  private final int port;
  private List<String> arguments;
  private Process process;

  private RedisServer(Path directory, int port, List<String> arguments) throws IOException {
    this.directory = directory;
    this.port = port;
    this.arguments = arguments;
    this.process = launch();
    awaitUp();
  }

  /// Waits for what becomes true soon, on a busy machine too.
  static ConditionFactory await() {
    return Awaitility.await().atMost(Duration.ofMinutes(1)).pollInterval(Duration.ofMillis(20));
  }

  /// Whether the binary is there.
  public static boolean available() {
    return binary().isPresent();
  }

  private static Optional<Path> binary() {
    String named = System.getProperty(PROPERTY, "");
    return Stream.concat(
            Stream.of(named).filter(name -> !name.isEmpty()).map(Path::of),
            Stream.of("redis-server", "valkey-server")
                .flatMap(
                    name ->
                        Stream.of("/usr/bin", "/usr/sbin", "/usr/local/bin")
                            .map(folder -> Path.of(folder, name))))
        .filter(Files::isExecutable)
        .findFirst();
  }

  /// Starts one.
  ///
  /// @param arguments more than the usual ones
  public static RedisServer start(String... arguments) {
    try {
      return new RedisServer(
          Files.createTempDirectory("posthorn-redis"), freePort(), List.of(arguments));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// A Sentinel that watches a server under the name `mail`, alone, and is quick to put a replica
  // in
  /// its place.
  static RedisServer sentinelOf(RedisServer master) {
    try {
      Path directory = Files.createTempDirectory("posthorn-sentinel");
      Path file = directory.resolve("sentinel.conf");
      Files.writeString(
          file,
          """
          sentinel monitor mail 127.0.0.1 %d 1
          sentinel down-after-milliseconds mail 1000
          sentinel failover-timeout mail 1000
          """
              .formatted(master.port()));
      return new RedisServer(directory, freePort(), List.of(file.toString(), "--sentinel"));
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  static int freePort() throws IOException {
    try (ServerSocket socket = new ServerSocket(0)) {
      // A cluster's nodes talk on a port 10,000 above.
      return socket.getLocalPort() > 55_000 ? freePort() : socket.getLocalPort();
    }
  }

  private Process launch() throws IOException {
    List<String> command = new ArrayList<>();
    command.add(binary().orElseThrow().toString());
    boolean file = !arguments.isEmpty() && !arguments.getFirst().startsWith("-");
    command.addAll(file ? arguments : List.of());
    if (!arguments.contains("--tls-port")) {
      command.addAll(List.of("--port", "" + port));
    } else {
      command.addAll(List.of("--port", "0"));
    }
    command.addAll(List.of("--bind", "127.0.0.1", "--dir", directory.toString()));
    if (!file) {
      command.addAll(List.of("--save", "", "--appendonly", "no"));
      arguments.forEach(one -> command.add(one.equals("PORT") ? "" + port : one));
    }
    return new ProcessBuilder(command)
        .redirectErrorStream(true)
        .redirectOutput(ProcessBuilder.Redirect.appendTo(directory.resolve("redis.log").toFile()))
        .start();
  }

  private void awaitUp() {
    Awaitility.await("Redis")
        .atMost(PATIENCE)
        .pollInterval(Duration.ofMillis(20))
        .until(this::listens);
  }

  private boolean listens() {
    if (!process.isAlive()) {
      throw new IllegalStateException("redis-server ended, see " + directory);
    }
    try (Socket socket = new Socket()) {
      socket.connect(new InetSocketAddress("127.0.0.1", port), 1_000);
      return true;
    } catch (IOException _) {
      return false;
    }
  }

  public int port() {
    return port;
  }

  /// Sends a command in the clear, without login.
  ///
  /// @return the first line of the answer, or the whole text where it is one of several lines
  public String command(String... words) {
    try (Socket socket = new Socket("127.0.0.1", port)) {
      StringBuilder text = new StringBuilder("*" + words.length + "\r\n");
      for (String word : words) {
        text.append('$').append(word.length()).append("\r\n").append(word).append("\r\n");
      }
      socket.getOutputStream().write(text.toString().getBytes(StandardCharsets.ISO_8859_1));
      socket.setSoTimeout((int) PATIENCE.toMillis());
      InputStream in = socket.getInputStream();
      StringBuilder line = new StringBuilder();
      for (int c = in.read(); c >= 0 && c != '\r'; c = in.read()) {
        line.append((char) c);
      }
      if (line.isEmpty() || line.charAt(0) != '$') {
        return line.toString();
      }
      int length = Integer.parseInt(line.substring(1));
      return new String(in.readNBytes(length + 1), 1, length, StandardCharsets.ISO_8859_1);
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }

  /// A configuration for it, with short waits.
  public RedisConfig config() {
    return config("redis://127.0.0.1:" + port, Optional.empty(), Optional.empty());
  }

  /// The same, but an answer may take this long.
  RedisConfig config(Duration timeout) {
    return config("redis://127.0.0.1:" + port, Optional.empty(), Optional.empty(), timeout);
  }

  /// A configuration with short waits.
  static RedisConfig config(String url, Optional<String> password, Optional<Path> authority) {
    return config(url, password, authority, Duration.ofMillis(300));
  }

  private static RedisConfig config(
      String url, Optional<String> password, Optional<Path> authority, Duration timeout) {
    return new RedisConfig(
        Optional.of(RedisUrl.parse(url)),
        Optional.empty(),
        password.map(Secret::of),
        Optional.empty(),
        authority,
        "test",
        timeout,
        Duration.ofSeconds(2),
        Duration.ofMillis(100),
        Duration.ofHours(1),
        ByteSize.ofKilobytes(64));
  }

  /// Stops it in its tracks: connections stay, nothing answers.
  public void freeze() {
    signal("-STOP");
  }

  /// Lets it go on.
  public void thaw() {
    signal("-CONT");
  }

  private void signal(String name) {
    try {
      new ProcessBuilder("kill", name, "" + process.pid()).start().waitFor();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Ends it at once.
  public void kill() {
    process.destroyForcibly();
    try {
      process.waitFor();
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  /// Starts it again with other arguments than before.
  public void restartWith(String... other) {
    arguments = List.of(other);
    restart();
  }

  /// Starts it again, empty unless its arguments have it keep what it has.
  public void restart() {
    try {
      process = launch();
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
    awaitUp();
  }

  @Override
  public void close() {
    kill();
    try (Stream<Path> files = Files.walk(directory)) {
      files.sorted(Comparator.reverseOrder()).forEach(file -> file.toFile().delete());
    } catch (IOException failure) {
      throw new UncheckedIOException(failure);
    }
  }
}
